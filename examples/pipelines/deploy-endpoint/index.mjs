import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';

const client = new SageMakerClient({});

/** Puts a model of a pipeline behind the team's test endpoint. The same model again changes nothing. */
export async function handler({ ModelName, EndpointName, InstanceType, KeyArn }) {
  // A configuration cannot change, so each model has one of its own.
  const EndpointConfigName = ModelName;
  await unlessItExists(
    new CreateEndpointConfigCommand({
      EndpointConfigName,
      KmsKeyId: KeyArn,
      ProductionVariants: [{ VariantName: 'main', ModelName, InstanceType, InitialInstanceCount: 1 }],
    }),
  );

  const serving = await configurationOf(EndpointName);
  if (serving === undefined) await client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
  else if (serving !== EndpointConfigName)
    await client.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName }));

  return { EndpointName };
}

async function unlessItExists(command) {
  try {
    await client.send(command);
  } catch (error) {
    if (!/already exist/.test(error.message)) throw error;
  }
}

async function configurationOf(EndpointName) {
  try {
    return (await client.send(new DescribeEndpointCommand({ EndpointName }))).EndpointConfigName;
  } catch (error) {
    if (/Could not find/.test(error.message)) return undefined;
    throw error;
  }
}
