// CloudFormation validation takes seconds in each test file; the tests of the examples switch it on for whole templates.
process.env.CDK_VALIDATION = 'false';

// The SDK says at every start that it will leave this version of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
