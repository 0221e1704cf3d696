// A web server with Express. It closes connections that were idle for two seconds, and thinks as long as it is told.
const express = require('express');

const app = express();
app.get('/', (request, response) => response.send('hello'));
app.get('/think/:millis', (request, response) => {
  console.log('thinking');
  setTimeout(() => response.send('done'), Number(request.params.millis));
});
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
// Node's own client believes the hint "Keep-Alive: timeout=2" less one second: below 2 it would never reuse.
server.keepAliveTimeout = 2000;
