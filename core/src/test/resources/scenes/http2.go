// HTTP/2 without TLS. "serve" answers and counts connections and requests; a URL asks ten times at once, twice.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/h2c"
)

const together = 10

func main() {
	if os.Args[1] == "serve" {
		serve()
	} else {
		ask(os.Args[1])
	}
}

// serve holds each ten requests until all of them are there, and prints what it counted when it is told to.
func serve() {
	var connections, requests int64
	var lock sync.Mutex
	var waiting []chan struct{}
	handler := http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		atomic.AddInt64(&requests, 1)
		goOn := make(chan struct{})
		lock.Lock()
		waiting = append(waiting, goOn)
		if len(waiting) == together {
			for _, each := range waiting {
				close(each)
			}
			waiting = nil
		}
		lock.Unlock()
		<-goOn
		fmt.Fprintln(answer, "hello")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{
		Handler: h2c.NewHandler(handler, &http2.Server{}),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				atomic.AddInt64(&connections, 1)
			}
		},
	}
	go server.Serve(listener)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Println(atomic.LoadInt64(&connections), atomic.LoadInt64(&requests))
}

func ask(url string) {
	transport := &http2.Transport{
		AllowHTTP: true,
		DialTLSContext: func(ctx context.Context, network, address string, _ *tls.Config) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}
	client := &http.Client{Transport: transport}
	for round := 0; round < 2; round++ {
		var all sync.WaitGroup
		for i := 0; i < together; i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				response, err := client.Get(url)
				if err != nil {
					panic(err)
				}
				io.Copy(io.Discard, response.Body)
				response.Body.Close()
			}()
		}
		all.Wait()
	}
}
