// Command prometheus-adapter answers the resource, custom and external metrics APIs of the lab from its Prometheus.
//
// It is the adapter of kubernetes-sigs with a main of our own: theirs needs an older Kubernetes beside the lab's.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/component-base/logs"
	"k8s.io/klog/v2"
	openapi "k8s.io/kube-openapi/pkg/common"

	"sigs.k8s.io/custom-metrics-apiserver/pkg/apiserver"
	basecmd "sigs.k8s.io/custom-metrics-apiserver/pkg/cmd"
	coreapi "sigs.k8s.io/custom-metrics-apiserver/pkg/generated/openapi/core"
	customapi "sigs.k8s.io/custom-metrics-apiserver/pkg/generated/openapi/custommetrics"
	externalapi "sigs.k8s.io/custom-metrics-apiserver/pkg/generated/openapi/externalmetrics"
	resourceapi "sigs.k8s.io/metrics-server/pkg/api"

	adapterapi "sigs.k8s.io/prometheus-adapter/pkg/api/generated/openapi"
	prometheus "sigs.k8s.io/prometheus-adapter/pkg/client"
	"sigs.k8s.io/prometheus-adapter/pkg/config"
	customprovider "sigs.k8s.io/prometheus-adapter/pkg/custom-provider"
	externalprovider "sigs.k8s.io/prometheus-adapter/pkg/external-provider"
	"sigs.k8s.io/prometheus-adapter/pkg/naming"
	"sigs.k8s.io/prometheus-adapter/pkg/resourceprovider"
)

type adapter struct {
	basecmd.AdapterBase
	prometheusURL string
	configFile    string
	relist        time.Duration
	maxAge        time.Duration

	rules  *config.MetricsDiscoveryConfig
	client prometheus.Client
}

func main() {
	logs.InitLogs()
	defer logs.FlushLogs()
	a := &adapter{}
	a.Name = "prometheus-adapter"
	a.Flags().StringVar(&a.prometheusURL, "prometheus-url", "http://127.0.0.1:9090", "base URL of the Prometheus API")
	a.Flags().StringVar(&a.configFile, "config", "", "file of discovery rules")
	a.Flags().DurationVar(&a.relist, "metrics-relist-interval", time.Minute, "how often the names of metrics are listed")
	a.Flags().DurationVar(&a.maxAge, "metrics-max-age", time.Minute, "how old a series may be to be listed")
	logs.AddFlags(a.Flags())
	if err := a.Flags().Parse(os.Args); err != nil {
		klog.Exitf("%v (see --help)", err)
	}
	if err := a.run(genericapiserver.SetupSignalContext()); err != nil {
		klog.Exit(err)
	}
}

func (a *adapter) run(ctx context.Context) error {
	var err error
	if a.maxAge < a.relist {
		return errors.New("--metrics-max-age must not be less than --metrics-relist-interval")
	}
	if a.rules, err = config.FromFile(a.configFile); err != nil {
		return fmt.Errorf("rules %s: %w", a.configFile, err)
	}
	base, err := url.Parse(a.prometheusURL)
	if err != nil {
		return fmt.Errorf("--prometheus-url: %w", err)
	}
	a.client = unhurried{prometheus.NewClient(&http.Client{Timeout: 10 * time.Second}, base, nil, http.MethodPost)}
	a.describe()
	if err := a.offerObjectMetrics(ctx); err != nil {
		return fmt.Errorf("custom and external metrics: %w", err)
	}
	if err := a.offerResourceMetrics(ctx); err != nil {
		return fmt.Errorf("resource metrics: %w", err)
	}
	return a.Run(ctx)
}

// describe names the types of all three APIs, the newest definition of each last.
func (a *adapter) describe() {
	definitions := func(ref openapi.ReferenceCallback) map[string]openapi.OpenAPIDefinition {
		all := map[string]openapi.OpenAPIDefinition{}
		for _, some := range []openapi.GetOpenAPIDefinitions{adapterapi.GetOpenAPIDefinitions, customapi.GetOpenAPIDefinitions,
			externalapi.GetOpenAPIDefinitions, coreapi.GetOpenAPIDefinitions} {
			for name, definition := range some(ref) {
				all[name] = definition
			}
		}
		return all
	}
	namer := openapinamer.NewDefinitionNamer(resourceapi.Scheme, apiserver.Scheme)
	a.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(definitions, namer)
	a.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(definitions, namer)
	a.OpenAPIConfig.Info.Title, a.OpenAPIV3Config.Info.Title = a.Name, a.Name
}

func (a *adapter) offerObjectMetrics(ctx context.Context) error {
	mapper, err := a.RESTMapper()
	if err != nil {
		return err
	}
	objects, err := a.DynamicClient()
	if err != nil {
		return err
	}
	custom, err := naming.NamersFromConfig(a.rules.Rules, mapper)
	if err != nil {
		return err
	}
	external, err := naming.NamersFromConfig(a.rules.ExternalRules, mapper)
	if err != nil {
		return err
	}
	customMetrics, lister := customprovider.NewPrometheusProvider(mapper, objects, a.client, custom, a.relist, a.maxAge)
	lister.RunUntil(ctx.Done())
	a.WithCustomMetrics(customMetrics)
	externalMetrics, runner := externalprovider.NewExternalPrometheusProvider(a.client, external, a.relist, a.maxAge)
	runner.RunUntil(ctx.Done())
	a.WithExternalMetrics(externalMetrics)
	return nil
}

func (a *adapter) offerResourceMetrics(ctx context.Context) error {
	mapper, err := a.RESTMapper()
	if err != nil {
		return err
	}
	provider, err := resourceprovider.NewProvider(a.client, mapper, a.rules.ResourceRules)
	if err != nil {
		return err
	}
	access, err := a.ClientConfig()
	if err != nil {
		return err
	}
	client, err := metadata.NewForConfig(access)
	if err != nil {
		return err
	}
	running := func(options *metav1.ListOptions) { options.FieldSelector = "status.phase=Running" }
	pods := metadatainformer.NewFilteredSharedInformerFactory(client, 0, corev1.NamespaceAll, running).
		ForResource(corev1.SchemeGroupVersion.WithResource("pods"))
	informers, err := a.Informers()
	if err != nil {
		return err
	}
	server, err := a.Server()
	if err != nil {
		return err
	}
	go pods.Informer().Run(ctx.Done())
	return resourceapi.Install(provider, pods.Lister(), informers.Core().V1().Nodes().Lister(), server.GenericAPIServer, nil)
}
