/**
 * Right sizes: how much CPU and memory a container should ask for, out of what it was seen to use.
 * Pure, like everything in this module.
 */
package io.tidewatch.policy.size;
