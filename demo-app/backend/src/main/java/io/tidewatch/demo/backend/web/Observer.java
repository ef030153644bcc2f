package io.tidewatch.demo.backend.web;

/** Is told of every request. */
public interface Observer {
  /** Nobody looks. */
  Observer NOBODY =
      new Observer() {
        @Override
        public void began() {}

        @Override
        public void ended(Exchange exchange) {}

        @Override
        public void broke(Exchange exchange, Throwable failure) {}
      };

  /** A request came. */
  void began();

  /** It was answered. */
  void ended(Exchange exchange);

  /** A bug of ours stood in the way; {@link #ended} follows. */
  void broke(Exchange exchange, Throwable failure);
}
