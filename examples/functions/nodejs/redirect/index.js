'use strict';
// viewer-request: leads old paths to new ones, and keeps the query.

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  const moved = /^\/old\/(.*)$/.exec(request.uri);
  if (!moved) {
    return request;
  }
  const query = request.querystring ? `?${request.querystring}` : '';
  return {
    status: '301',
    statusDescription: 'Moved Permanently',
    headers: { location: [{ key: 'Location', value: `/new/${moved[1]}${query}` }] },
  };
};
