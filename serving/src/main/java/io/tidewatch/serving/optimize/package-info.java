/** Right sizes and learned policy parameters, put beside what workloads have now. */
package io.tidewatch.serving.optimize;
