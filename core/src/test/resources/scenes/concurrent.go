// Ten requests at once, twice, with a cap on the idle connections that are kept for a host.
package main

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
)

func main() {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// 2 is what net/http takes unless told otherwise.
	transport.MaxIdleConnsPerHost, _ = strconv.Atoi(os.Args[1])
	client := &http.Client{Transport: transport}
	for round := 0; round < 2; round++ {
		var all sync.WaitGroup
		for i := 0; i < 10; i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				response, err := client.Get(os.Args[2])
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
