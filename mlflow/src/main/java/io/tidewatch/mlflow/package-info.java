/**
 * Model packages and the MLflow registry that holds them; the only module that knows {@code
 * org.mlflow}.
 *
 * <p>Training writes a {@link io.tidewatch.mlflow.ModelPackage}, uploads and registers it through a
 * {@link io.tidewatch.mlflow.TrainingRun}; serving asks the {@link
 * io.tidewatch.mlflow.ModelRegistry} for an alias and downloads the package.
 */
package io.tidewatch.mlflow;
