'use strict';
// origin-request: sends what is asked for from Europe to the European origin.

const EUROPE = new Set(['AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'IT', 'NL', 'PL', 'SE']);

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  const country = request.headers['cloudfront-viewer-country'];
  if (country && EUROPE.has(country[0].value)) {
    request.origin.custom.domainName = 'eu.origin.example';
    request.headers.host = [{ key: 'Host', value: 'eu.origin.example' }];
  }
  callback(null, request);
};
