/**
 * The right size: asks serving now and then, lets the policy judge, resizes running pods one by one
 * and, in a change window, the template that new ones come from.
 */
package io.tidewatch.operator.size;
