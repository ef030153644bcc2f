package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log"
	"os"
	"strings"
	"time"
)

// source is where a log comes from: kubelet's folder is NAMESPACE_POD_UID/CONTAINER.
type source struct{ node, namespace, pod, container string }

// tail is one file of a log. It is held open, so that its last lines are still read when the pod, and with it the file, is
// removed. Its identity is the folder and the time of the first line, which rotation and compression leave as they are.
type tail struct {
	source   source
	identity string
	file     *os.File
	info     os.FileInfo
	reader   io.Reader // of the plain text
	offset   int64     // of the first byte in rest
	rest     []byte    // read, but not yet taken
	joiner   joiner
	last     time.Time
	missing  int  // looks in a row that did not find the file
	packed   bool // compressed: never grows
}

// openTail returns nil for a file that has no complete first line yet.
func openTail(path, folder string, from source, done func(identity string) int64) (*tail, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t := &tail{source: from, file: file, packed: strings.HasSuffix(path, ".gz")}
	if err := t.begin(folder, done); err != nil || t.identity == "" {
		file.Close()
		return nil, err
	}
	return t, nil
}

func (t *tail) begin(folder string, done func(string) int64) error {
	var err error
	if t.info, err = t.file.Stat(); err != nil {
		return err
	}
	head, err := t.plain()
	if err != nil {
		return err
	}
	first, err := bufio.NewReader(head).ReadString(' ')
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	t.identity = folder + "@" + strings.TrimSpace(first)
	t.offset = done(t.identity)
	if t.reader, err = t.plain(); err != nil {
		return err
	}
	if !t.packed {
		_, err = t.file.Seek(t.offset, io.SeekStart)
		return err
	}
	// the whole may have been pushed while it was not compressed yet
	if _, err = io.CopyN(io.Discard, t.reader, t.offset); errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (t *tail) plain() (io.Reader, error) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil || !t.packed {
		return t.file, err
	}
	return gzip.NewReader(t.file)
}

// read returns complete lines of about limit bytes in all, and the offset that may be remembered once they are pushed.
func (t *tail) read(limit int) ([]entry, int64) {
	var entries []entry
	buffer := make([]byte, 64<<10)
	for size := 0; size < limit; {
		n, err := t.reader.Read(buffer)
		t.rest = append(t.rest, buffer[:n]...)
		size += n
		entries = append(entries, t.take()...)
		if err != nil && !errors.Is(err, io.EOF) {
			log.Printf("cannot read %s: %v", t.file.Name(), err)
		}
		if n == 0 || err != nil {
			break
		}
	}
	return entries, t.joiner.safe(t.offset)
}

// take turns the complete lines of rest into entries.
func (t *tail) take() []entry {
	var entries []entry
	for {
		end := bytes.IndexByte(t.rest, '\n')
		if end < 0 {
			return entries
		}
		r, ok := parseRecord(t.rest[:end])
		if !ok {
			log.Printf("%s: the line at byte %d is not in the CRI format: pushed as it is", t.file.Name(), t.offset)
			r = record{at: t.last, content: t.rest[:end]}
		}
		t.last = r.at
		if e, complete := t.joiner.add(r, t.offset); complete {
			entries = append(entries, e)
		}
		t.offset += int64(end) + 1
		t.rest = t.rest[end+1:]
	}
}
