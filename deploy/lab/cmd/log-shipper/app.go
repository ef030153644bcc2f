package main

import (
	"context"
	"log"
	"time"

	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/clientcmd"
)

var pods = schema.GroupVersionResource{Version: "v1", Resource: "pods"}

// appNames finds the label app of a pod: what its labels call it, or else its container.
type appNames struct {
	client metadata.Interface
	known  map[source]string
}

func newAppNames(kubeconfig string) (*appNames, error) {
	names := &appNames{known: map[source]string{}}
	if kubeconfig == "" {
		return names, nil
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.Timeout, config.QPS, config.Burst = 5*time.Second, 50, 100
	names.client, err = metadata.NewForConfig(config)
	return names, err
}

// of returns false while the API server does not say.
func (a *appNames) of(ctx context.Context, from source) (string, bool) {
	if name, known := a.known[from]; known {
		return name, true
	}
	name := from.container
	if a.client != nil {
		pod, err := a.client.Resource(pods).Namespace(from.namespace).Get(ctx, from.pod, metav1.GetOptions{})
		if err != nil && !errors.IsNotFound(err) {
			log.Printf("labels of %s/%s: %v", from.namespace, from.pod, err)
			return "", false
		}
		if err == nil {
			name = named(pod.Labels, from.container)
		}
	}
	a.known[from] = name
	return name, true
}

func named(labels map[string]string, otherwise string) string {
	for _, label := range []string{"app.kubernetes.io/name", "app", "k8s-app"} {
		if labels[label] != "" {
			return labels[label]
		}
	}
	return otherwise
}
