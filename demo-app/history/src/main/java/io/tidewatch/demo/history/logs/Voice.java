package io.tidewatch.demo.history.logs;

/** One reason why a pod logs. */
interface Voice {
  void say(PodMinute minute, Dice dice, Lines lines);
}
