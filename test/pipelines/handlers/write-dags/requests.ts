import { DagFiles, Request } from '../../../../lib/pipelines/handlers/write-dags/request';

/** The request to make two DAGs. */
export const CREATE: Request = {
  RequestType: 'Create',
  ResponseURL: 'https://answers.example/1?signature=2',
  StackId: 'arn:aws:cloudformation:eu-west-1:111111111111:stack/Team/1',
  RequestId: 'request-1',
  LogicalResourceId: 'Dags',
  ResourceProperties: {
    Bucket: 'acme-data',
    Folder: 'dags/acme',
    Dags: { 'train.py': 'train', 'tune.py': 'tune' },
  },
};

export const DELETE: Request = { ...CREATE, RequestType: 'Delete', PhysicalResourceId: 'Dags' };

/** The request to have other files instead. */
export function updateTo(wished: Partial<DagFiles>): Request {
  return {
    ...CREATE,
    RequestType: 'Update',
    PhysicalResourceId: 'Dags',
    ResourceProperties: { ...CREATE.ResourceProperties, ...wished },
    OldResourceProperties: CREATE.ResourceProperties,
  };
}
