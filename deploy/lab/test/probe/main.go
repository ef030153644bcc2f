// Probe is the workload of the lab's own test: it serves its host name, asks names and addresses, and can crash.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	command, argument := "serve", ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	if len(os.Args) > 2 {
		argument = os.Args[2]
	}
	switch command {
	case "serve":
		serve()
	case "lookup":
		addresses, err := net.LookupHost(argument)
		finish(addresses, err)
	case "get":
		finish(get(argument))
	default:
		fmt.Println("crashing as asked")
		os.Exit(3)
	}
}

func serve() {
	name, _ := os.Hostname()
	fmt.Println("serving as", name)
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, name) })
	finish(nil, http.ListenAndServe(":8080", nil))
}

func get(url string) (string, error) {
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func finish(answer any, err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(answer)
}
