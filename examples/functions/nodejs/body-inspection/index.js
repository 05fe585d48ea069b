'use strict';
// viewer-request, with the body included: refuses forms without a name, and marks the others as read.

const querystring = require('node:querystring');

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  if (request.method !== 'POST') {
    return request;
  }
  if (!request.body || request.body.inputTruncated) {
    return { status: '413', statusDescription: 'Content Too Large' };
  }
  const form = querystring.parse(Buffer.from(request.body.data, 'base64').toString());
  if (!form.name) {
    return { status: '400', statusDescription: 'Bad Request' };
  }
  request.body.action = 'replace';
  request.body.encoding = 'text';
  request.body.data = querystring.stringify({ ...form, inspected: 'yes' });
  return request;
};
