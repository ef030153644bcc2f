package io.tidewatch.serving.model;

/**
 * One registered model that this process serves.
 *
 * @param slot holds the version in use
 * @param refresher follows the alias
 */
public record FollowedModel<M extends ServedModel>(
    ModelSlot<M> slot, ModelRefresher<M> refresher) {}
