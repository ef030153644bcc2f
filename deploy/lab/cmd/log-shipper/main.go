// Command log-shipper pushes the log files that kubelet keeps of the lab's containers to a Loki.
//
// Every complete line is pushed at least once, with the time that the container runtime gave it, also across restarts of
// the shipper, rotation, removal of pods and absence of the Loki: a position is remembered only after the Loki took the
// lines before it, and a line pushed twice is the same line to a Loki. (Production uses Alloy.)
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// folders are the values of --pods: the node's name to its folder of pod logs.
type folders map[string]string

func (f folders) String() string { return fmt.Sprint(map[string]string(f)) }

func (f folders) Set(value string) error {
	node, folder, found := strings.Cut(value, "=")
	if !found || node == "" || folder == "" {
		return fmt.Errorf("%q is not NODE=FOLDER", value)
	}
	f[node] = folder
	return nil
}

func main() {
	pods := folders{}
	loki := flag.String("loki", "", "base URL of the Loki, as http://127.0.0.1:3100")
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of a user that may get pods, for the label app; without it app is the container's name")
	positionsFile := flag.String("positions", "positions.json", "file that remembers how far each log was pushed")
	period := flag.Duration("period", 500*time.Millisecond, "how often the files are looked at")
	flag.Var(pods, "pods", "NODE=FOLDER of pod logs, once for each node")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: log-shipper --loki URL --pods NODE=FOLDER…\n"+
			"example: log-shipper --loki http://127.0.0.1:3100 --pods tw-n1=nodes/n1/log/pods")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *loki == "" || len(pods) == 0 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *loki, *kubeconfig, *positionsFile, pods, *period); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, loki, kubeconfig, positionsFile string, pods folders, period time.Duration) error {
	apps, err := newAppNames(kubeconfig)
	if err != nil {
		return fmt.Errorf("kubeconfig %s: %w", kubeconfig, err)
	}
	known, err := loadPositions(positionsFile)
	if err != nil {
		return err
	}
	follower := newFollower(pods, known)
	go every(ctx, period, follower.look)
	client := &lokiClient{url: strings.TrimRight(loki, "/") + "/loki/api/v1/push", client: &http.Client{Timeout: 15 * time.Second}, wait: waitFor}
	s := &shipper{follower: follower, apps: apps, loki: client, positions: known}
	every(ctx, period, func() { s.ship(ctx) })
	return nil
}

// every calls work now and then once per period until the context ends.
func every(ctx context.Context, period time.Duration, work func()) {
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		work()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
