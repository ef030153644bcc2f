package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// stream is one set of labels and its lines, as Loki's push API wants it.
type stream struct {
	Labels map[string]string `json:"stream"`
	Values [][2]string       `json:"values"`
}

// batch is what one push carries.
type batch struct {
	streams []stream
	lines   int
	bytes   int
}

func labelsOf(s source, app string) map[string]string {
	return map[string]string{"namespace": s.namespace, "pod": s.pod, "container": s.container, "app": app, "node": s.node}
}

func (b *batch) full() bool { return b.lines >= batchLines || b.bytes >= batchBytes }

func (b *batch) add(labels map[string]string, entries []entry) {
	s := stream{Labels: labels}
	for _, e := range entries {
		s.Values = append(s.Values, [2]string{strconv.FormatInt(e.at.UnixNano(), 10), e.line})
		b.bytes += len(e.line)
	}
	b.lines += len(entries)
	b.streams = append(b.streams, s)
}

// halves splits a batch of more than one line.
func (b *batch) halves() (*batch, *batch) {
	left, right := &batch{}, &batch{}
	for _, s := range b.streams {
		for _, value := range s.Values {
			half := left
			if left.lines >= b.lines/2 {
				half = right
			}
			half.append(s.Labels, value)
		}
	}
	return left, right
}

func (b *batch) append(labels map[string]string, value [2]string) {
	last := len(b.streams) - 1
	if last < 0 || !sameLabels(b.streams[last].Labels, labels) {
		b.streams = append(b.streams, stream{Labels: labels})
		last++
	}
	b.streams[last].Values = append(b.streams[last].Values, value)
	b.lines++
	b.bytes += len(value[1])
}

func sameLabels(a, b map[string]string) bool {
	for name := range a {
		if a[name] != b[name] {
			return false
		}
	}
	return len(a) == len(b)
}

// lokiClient pushes until the Loki has decided.
type lokiClient struct {
	url    string
	client *http.Client
	wait   func(context.Context, time.Duration)
}

// push returns true once every line of the batch was taken, or refused for good; false when the context ended before.
// A refused batch (400, or 413: too large) is halved until the refused lines are alone; the others are pushed again, which
// a Loki that took them already does not notice. Anything else is tried again.
func (l *lokiClient) push(ctx context.Context, b *batch) bool {
	pause := 500 * time.Millisecond
	for attempt := 1; ctx.Err() == nil; attempt++ {
		code, answer := l.try(ctx, b)
		if code/100 == 2 {
			return true
		}
		refused := code == http.StatusBadRequest || code == http.StatusRequestEntityTooLarge
		if refused && b.lines > 1 {
			left, right := b.halves()
			return l.push(ctx, left) && l.push(ctx, right)
		}
		if refused {
			log.Printf("dropped: the Loki refuses a line for good: %s: %v %.200s", answer, b.streams[0].Labels, b.streams[0].Values[0])
			return true
		}
		log.Printf("attempt %d, again in %v: %s", attempt, pause, answer)
		l.wait(ctx, pause+rand.N(pause/2))
		pause = min(2*pause, 20*time.Second)
	}
	return false
}

// try returns code 0 when there was no answer.
func (l *lokiClient) try(ctx context.Context, b *batch) (int, string) {
	body, err := json.Marshal(map[string]any{"streams": b.streams})
	if err != nil {
		return 0, err.Error()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, bytes.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := l.client.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(response.Body, 500))
	return response.StatusCode, response.Status + ": " + string(bytes.TrimSpace(answer))
}

func waitFor(ctx context.Context, pause time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(pause):
	}
}
