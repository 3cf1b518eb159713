/** The folder of a job's own in the one that the step names, so that no job overwrites what another has written. */
export function jobFolder(outputS3Uri: string, jobName: string): string {
  return `${outputS3Uri.replace(/\/+$/, '')}/${jobName}/`;
}
