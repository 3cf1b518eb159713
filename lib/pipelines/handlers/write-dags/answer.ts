import { Request } from './request';

/** CloudFormation takes an answer of up to 4,096 bytes. */
const LONGEST_REASON = 1_000;

/** CloudFormation did not take an answer. The function fails, and Lambda calls it again. */
export class AnswerRefused extends Error {}

/**
 * Does what is asked, and tells CloudFormation how it ended.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
export async function answerAfter(request: Request, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const Reason = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(
      0,
      LONGEST_REASON,
    );
    return answer(request, { Status: 'FAILED', Reason });
  }

  return answer(request, { Status: 'SUCCESS' });
}

async function answer(request: Request, outcome: Record<string, string>): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = request;
  const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, PhysicalResourceId, ...outcome });

  // The address is signed for a request without a type of content.
  const { ok, status } = await fetch(request.ResponseURL, { method: 'PUT', body, headers: { 'Content-Type': '' } });
  if (!ok) throw new AnswerRefused(`CloudFormation refuses the answer with ${status}`);
}
