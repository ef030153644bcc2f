/**
 * Which pod to replace before it fails, and when to leave all of them alone. Pure, like everything
 * in this module.
 */
package io.tidewatch.policy.heal;
