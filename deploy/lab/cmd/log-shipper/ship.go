package main

import (
	"context"
	"log"
)

// A push of at most this many lines or bytes: a Loki takes 4 MiB.
const (
	batchBytes = 512 << 10
	batchLines = 2000
)

// shipper moves lines from the files to the Loki, one batch at a time.
type shipper struct {
	follower  *follower
	apps      *appNames
	loki      *lokiClient
	positions *positions
}

// ship pushes all there is. It returns early only when the context ends: what was not taken is read again by the next run.
func (s *shipper) ship(ctx context.Context) {
	idle := map[*tail]bool{}
	for ctx.Err() == nil {
		b := &batch{}
		advanced := map[string]int64{}
		for _, t := range s.follower.all() {
			if b.full() {
				break
			}
			if !idle[t] {
				idle[t] = s.collect(ctx, t, b, advanced)
			}
		}
		if b.lines == 0 {
			break
		}
		if !s.loki.push(ctx, b) {
			return
		}
		if err := s.positions.save(advanced, nil); err != nil {
			log.Printf("positions: %v", err)
		}
	}
	gone := s.follower.drop(func(t *tail) bool { return idle[t] })
	if len(gone) == 0 {
		return
	}
	if err := s.positions.save(nil, gone); err != nil {
		log.Printf("positions: %v", err)
	}
}

// collect says whether the file has no more for now.
func (s *shipper) collect(ctx context.Context, t *tail, b *batch, advanced map[string]int64) bool {
	app, known := s.apps.of(ctx, t.source)
	if !known {
		// later, with its right label: the file is held open
		return false
	}
	entries, offset := t.read(batchBytes)
	if len(entries) == 0 {
		return true
	}
	b.add(labelsOf(t.source, app), entries)
	advanced[t.identity] = max(offset, advanced[t.identity])
	return false
}
