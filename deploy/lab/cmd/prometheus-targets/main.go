// Command prometheus-targets writes what Prometheus should scrape in the lab as file_sd files, from watches on the API server.
//
// Debian's Prometheus is built without discovery in Kubernetes. The labels are those that kube-prometheus-stack gives.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

// settle is how long changes are gathered before the files are written.
const settle = 300 * time.Millisecond

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of a user that may list and watch nodes, pods and EndpointSlices")
	folder := flag.String("folder", ".", "where nodes.json and services.json are written")
	flag.Parse()
	if *kubeconfig == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *kubeconfig, *folder); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, kubeconfig, folder string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("kubeconfig %s: %w", kubeconfig, err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	nodes := factory.Core().V1().Nodes().Informer()
	pods := factory.Core().V1().Pods().Informer()
	slices := factory.Discovery().V1().EndpointSlices().Informer()
	changed := make(chan struct{}, 1)
	for _, informer := range []cache.SharedIndexInformer{nodes, pods, slices} {
		if err := watch(informer, changed); err != nil {
			return err
		}
	}
	factory.Start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), nodes.HasSynced, pods.HasSynced, slices.HasSynced) {
		return nil
	}
	for {
		if err := write(filepath.Join(folder, "nodes.json"), nodeTargets(objects[*corev1.Node](nodes))); err != nil {
			return err
		}
		services := serviceTargets(objects[*discoveryv1.EndpointSlice](slices), objects[*corev1.Pod](pods))
		if err := write(filepath.Join(folder, "services.json"), services); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
			time.Sleep(settle)
		}
	}
}

// watch keeps of every object what targets need, and notes that something changed.
func watch(informer cache.SharedIndexInformer, changed chan<- struct{}) error {
	note := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { note() },
		UpdateFunc: func(any, any) { note() },
		DeleteFunc: func(any) { note() },
	})
	return err
}

func objects[T any](informer cache.SharedIndexInformer) []T {
	var all []T
	for _, object := range informer.GetStore().List() {
		all = append(all, object.(T))
	}
	return all
}

// write replaces the file as a whole, and only when it would differ.
func write(file string, groups []group) error {
	content, err := json.MarshalIndent(groups, "", " ")
	if err != nil {
		return err
	}
	if before, err := os.ReadFile(file); err == nil && bytes.Equal(before, content) {
		return nil
	}
	if err := os.WriteFile(file+".new", content, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
