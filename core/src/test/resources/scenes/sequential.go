// Ten requests, one after the other; the bodies are read to their end, or not at all.
package main

import (
	"io"
	"net/http"
	"os"
)

func main() {
	read, url := os.Args[1] == "read", os.Args[2]
	for i := 0; i < 10; i++ {
		response, err := http.Get(url)
		if err != nil {
			panic(err)
		}
		if read {
			io.Copy(io.Discard, response.Body)
		}
		response.Body.Close()
	}
}
