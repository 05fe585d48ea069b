// viewer-request: answers with a page of its own, and an image in Base64 for /dot.gif.

const DOT = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

export const handler = async (event) => {
  const { uri } = event.Records[0].cf.request;
  if (uri === '/dot.gif') {
    return {
      status: 200,
      headers: { 'content-type': [{ key: 'Content-Type', value: 'image/gif' }] },
      body: DOT,
      bodyEncoding: 'base64',
    };
  }
  return {
    status: '200',
    statusDescription: 'OK',
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'text/html; charset=utf-8' }],
      'cache-control': [{ key: 'Cache-Control', value: 'max-age=100' }],
    },
    body: `<!doctype html><title>Generated</title><p>You asked for ${encodeURI(uri)}.`,
  };
};
