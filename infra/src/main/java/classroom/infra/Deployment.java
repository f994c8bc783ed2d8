package classroom.infra;

import software.amazon.awscdk.services.lambda.Code;

/**
 * What every lesson is deployed with.
 *
 * @param settings of this deployment
 * @param code the one asset that holds every handler
 */
record Deployment(Settings settings, Code code) {}
