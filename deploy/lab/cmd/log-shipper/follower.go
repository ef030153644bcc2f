package main

import (
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
)

// patience is how many looks a removed file is read on: its writer may outlive it for a moment.
const patience = 4

// follower keeps a tail of every file there is, under whatever name.
type follower struct {
	pods      folders
	positions *positions
	lock      sync.Mutex
	tails     []*tail
}

func newFollower(pods folders, known *positions) *follower {
	f := &follower{pods: pods, positions: known}
	f.forget()
	return f
}

// forget drops the positions of logs that were removed while nobody looked.
func (f *follower) forget() {
	f.look()
	present := map[string]bool{}
	for _, t := range f.tails {
		present[t.identity] = true
	}
	var gone []string
	for identity := range f.positions.done {
		if !present[identity] {
			gone = append(gone, identity)
		}
	}
	if err := f.positions.save(nil, gone); err != nil {
		log.Printf("positions: %v", err)
	}
}

// look opens what is new and notes what is gone.
func (f *follower) look() {
	f.lock.Lock()
	defer f.lock.Unlock()
	for _, t := range f.tails {
		t.missing++
	}
	for node, folder := range f.pods {
		paths, _ := filepath.Glob(filepath.Join(folder, "*", "*", "*.log*"))
		sort.Strings(paths)
		for _, path := range paths {
			f.lookAt(path, node)
		}
	}
}

func (f *follower) lookAt(path, node string) {
	info, err := os.Stat(path)
	if err != nil || strings.HasSuffix(path, ".tmp") {
		return
	}
	for _, t := range f.tails {
		if os.SameFile(t.info, info) {
			t.missing = 0
			return
		}
	}
	folder := filepath.Dir(path)
	from, ok := sourceOf(folder, node)
	if !ok {
		return
	}
	t, err := openTail(path, node+"/"+filepath.Base(filepath.Dir(folder))+"/"+from.container, from, f.positions.get)
	if err != nil {
		log.Printf("cannot open %s: %v", path, err)
	}
	if t != nil {
		f.tails = append(f.tails, t)
	}
}

func sourceOf(folder, node string) (source, bool) {
	names := strings.Split(filepath.Base(filepath.Dir(folder)), "_")
	if len(names) != 3 {
		return source{}, false
	}
	return source{node: node, namespace: names[0], pod: names[1], container: filepath.Base(folder)}, true
}

func (f *follower) all() []*tail {
	f.lock.Lock()
	defer f.lock.Unlock()
	return append([]*tail(nil), f.tails...)
}

// drop ends the tails that are gone and read to their end, and returns the identities that no file has any more.
func (f *follower) drop(exhausted func(*tail) bool) []string {
	f.lock.Lock()
	defer f.lock.Unlock()
	var kept []*tail
	var gone []string
	present := map[string]bool{}
	for _, t := range f.tails {
		if t.missing < patience || !exhausted(t) {
			kept = append(kept, t)
			present[t.identity] = true
		}
	}
	for _, t := range f.tails {
		if t.missing >= patience && exhausted(t) {
			t.file.Close()
			if !present[t.identity] {
				gone = append(gone, t.identity)
			}
		}
	}
	f.tails = kept
	return gone
}
