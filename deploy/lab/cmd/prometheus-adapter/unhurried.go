package main

import (
	"context"

	"github.com/prometheus/common/model"
	prometheus "sigs.k8s.io/prometheus-adapter/pkg/client"
)

// unhurried hides the caller's deadline: the client would turn it into a negative timeout, which Prometheus refuses.
// Its own HTTP client has a timeout instead.
type unhurried struct{ prometheus.Client }

func (u unhurried) Query(ctx context.Context, at model.Time, query prometheus.Selector) (prometheus.QueryResult, error) {
	return u.Client.Query(context.WithoutCancel(ctx), at, query)
}

func (u unhurried) Series(ctx context.Context, during model.Interval, selectors ...prometheus.Selector) ([]prometheus.Series, error) {
	return u.Client.Series(context.WithoutCancel(ctx), during, selectors...)
}
