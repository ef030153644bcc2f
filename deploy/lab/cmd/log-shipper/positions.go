package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

// positions remembers for each log, by its identity, up to which byte it was taken by the Loki.
type positions struct {
	file string
	lock sync.Mutex
	done map[string]int64
}

func loadPositions(file string) (*positions, error) {
	p := &positions{file: file, done: map[string]int64{}}
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &p.done); err != nil {
		return nil, fmt.Errorf("%s: %w (remove it to push every log again)", file, err)
	}
	return p, nil
}

func (p *positions) get(identity string) int64 {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.done[identity]
}

// save replaces the file as a whole, so that a kill leaves the old or the new one.
func (p *positions) save(advanced map[string]int64, gone []string) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	for identity, offset := range advanced {
		p.done[identity] = offset
	}
	for _, identity := range gone {
		delete(p.done, identity)
	}
	content, err := json.MarshalIndent(p.done, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(p.file+".new", content, 0o600); err != nil {
		return err
	}
	return os.Rename(p.file+".new", p.file)
}
