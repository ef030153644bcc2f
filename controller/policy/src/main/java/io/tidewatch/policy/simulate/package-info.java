/**
 * Proving: recorded demand replayed under many policies, beside the cheapest count that perfect
 * foresight allows. Pure, like everything in this module.
 */
package io.tidewatch.policy.simulate;
