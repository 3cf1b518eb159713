import { jobFolder } from '../../../lib/pipelines/handlers/job-folder';

test.each(['s3://acme-models/compiled', 's3://acme-models/compiled/', 's3://acme-models/compiled//'])(
  'each job has a folder of its own in %s',
  (outputS3Uri) => {
    const folder = jobFolder(outputS3Uri, 'job-1');

    expect(folder).toBe('s3://acme-models/compiled/job-1/');
  },
);
