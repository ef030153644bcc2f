// Probe is the workload of the lab's own test: it serves its host name and counts who asked, asks names and addresses, and
// can crash. On the host it also makes load (load URL PER-SECOND SECONDS) and takes logs like a Loki (sink ADDRESS FILE).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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
	case "lines":
		lines(number(argument), number(os.Args[3]))
	case "load":
		load(argument, number(os.Args[3]), number(os.Args[4]))
	case "sink":
		sink(argument, os.Args[3])
	default:
		fmt.Println("crashing as asked")
		os.Exit(3)
	}
}

func serve() {
	name, _ := os.Hostname()
	fmt.Println("serving as", name)
	var count atomic.Int64
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { count.Add(1); fmt.Fprintln(w, name) })
	http.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "http_requests_total{code=\"200\"} %d\n", count.Load())
	})
	go func() {
		for n := 0; ; n++ {
			fmt.Println("line", n, "of", name)
			time.Sleep(200 * time.Millisecond)
		}
	}()
	finish(nil, http.ListenAndServe(":8080", nil))
}

// lines writes so many numbered lines in so many seconds, long enough together to have the file rotated, and then waits.
func lines(count, seconds int) {
	name, _ := os.Hostname()
	padding := strings.Repeat(".", 100)
	out := bufio.NewWriter(os.Stdout)
	for n := range count {
		fmt.Fprintln(out, padding, "line", n, "of", name)
		if n%(count/seconds/10+1) == 0 {
			out.Flush()
			time.Sleep(100 * time.Millisecond)
		}
	}
	out.Flush()
	time.Sleep(time.Hour)
}

// load sends requests at a steady rate, each on a connection of its own, and says how many were answered and lost.
func load(url string, rate, seconds int) {
	var answered, lost atomic.Int64
	var all sync.WaitGroup
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for range rate * seconds {
		all.Add(1)
		go func() {
			defer all.Done()
			response, err := client.Get(url)
			if err != nil {
				lost.Add(1)
				return
			}
			response.Body.Close()
			answered.Add(1)
		}()
		time.Sleep(time.Second / time.Duration(rate))
	}
	all.Wait()
	fmt.Println(answered.Load(), "answered,", lost.Load(), "lost")
}

// sink appends every line that is pushed to it to a file, with its labels and time.
func sink(address, file string) {
	out, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		finish(nil, err)
	}
	http.HandleFunc("POST /loki/api/v1/push", func(w http.ResponseWriter, r *http.Request) {
		var push struct {
			Streams []struct {
				Stream map[string]string
				Values [][2]string
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&push); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for _, stream := range push.Streams {
			for _, value := range stream.Values {
				fmt.Fprintln(out, stream.Stream, value[0], value[1])
			}
		}
		w.WriteHeader(http.StatusNoContent)
	})
	finish(nil, http.ListenAndServe(address, nil))
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		finish(nil, fmt.Errorf("%q is not a positive number", text))
	}
	return n
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
