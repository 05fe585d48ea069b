'use strict';
// viewer-request: the cookie X-Experiment says which of two pages a viewer sees; without one, the address does.

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  if (request.uri !== '/experiment') {
    return request;
  }
  const cookies = (request.headers.cookie ?? []).map((line) => line.value).join('; ');
  const chosen = /X-Experiment=([AB])/.exec(cookies)?.[1];
  const octets = request.clientIp.split(/[.:]/);
  const group = chosen ?? (parseInt(octets[octets.length - 1], 16) % 2 === 0 ? 'A' : 'B');
  request.uri = `/experiment-${group.toLowerCase()}`;
  return request;
};
