const { DeleteObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const LONGEST_REASON = 1_000;

const client = new S3Client({});

/**
 * Writes the DAGs of an environment into its bucket, and takes away those that are no longer wanted: Airflow runs whatever lies there.
 *
 * Whatever it did half the last time, it does again: a repeated request changes nothing.
 */
exports.handler = async (event) => {
  const wanted = event.RequestType === 'Delete' ? {} : filesOf(event.ResourceProperties);
  const { Bucket } = event.ResourceProperties;

  try {
    for (const [Key, Body] of Object.entries(wanted)) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/x-python' }));
    }
    for (const Key of leftOvers(event, wanted)) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  } catch (error) {
    await answer(event, { Status: 'FAILED', Reason: `${error.name}: ${error.message}`.slice(0, LONGEST_REASON) });
    return;
  }
  await answer(event, { Status: 'SUCCESS' });
};

/** The files by their keys. */
function filesOf({ Folder, Dags }) {
  return Object.fromEntries(Object.entries(Dags).map(([name, text]) => [`${Folder}/${name}`, text]));
}

/** What was written before and is not wanted now. A bucket that is no longer the environment's is left alone. */
function leftOvers({ RequestType, ResourceProperties: now, OldResourceProperties: before }, wanted) {
  const written = RequestType === 'Delete' ? now : before;
  if (written?.Bucket !== now.Bucket) return [];

  return Object.keys(filesOf(written)).filter((key) => !(key in wanted));
}

/**
 * Tells CloudFormation. When that fails the function fails, and Lambda calls it again.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
async function answer(event, outcome) {
  const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = event;
  const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, PhysicalResourceId, ...outcome });

  // The address is signed for a request without a type of content.
  const response = await fetch(ResponseURL, { method: 'PUT', body, headers: { 'Content-Type': '' } });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
