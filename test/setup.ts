// CloudFormation validation takes seconds in each test file; the tests of the examples switch it on for whole templates.
process.env.CDK_VALIDATION = 'false';
