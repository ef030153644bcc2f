package main

import (
	"bytes"
	"time"
)

// longest is where a line is cut: a Loki refuses one of more than 256 KiB.
const longest = 200 << 10

// record is one line of a file in the CRI format: TIME STREAM P|F CONTENT, P being a part that others follow.
type record struct {
	at      time.Time
	stream  string
	partial bool
	content []byte
}

func parseRecord(line []byte) (record, bool) {
	fields := bytes.SplitN(line, []byte(" "), 4)
	if len(fields) < 3 {
		return record{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, string(fields[0]))
	tag, _, _ := bytes.Cut(fields[2], []byte(":"))
	if err != nil || (string(tag) != "P" && string(tag) != "F") {
		return record{}, false
	}
	r := record{at: at, stream: string(fields[1]), partial: string(tag) == "P"}
	if len(fields) == 4 {
		r.content = fields[3]
	}
	return r, true
}

// entry is one line as its program wrote it.
type entry struct {
	at   time.Time
	line string
}

// part is a line whose end was not read yet; from is the offset of its first record.
type part struct {
	entry
	from int64
}

// joiner puts the parts of a line together, each stream for itself.
type joiner struct{ open map[string]*part }

// add takes the record that begins at offset and returns the line it completes, if any. The time is that of the first part.
func (j *joiner) add(r record, offset int64) (entry, bool) {
	if j.open == nil {
		j.open = map[string]*part{}
	}
	p := j.open[r.stream]
	if p == nil {
		p = &part{entry: entry{at: r.at}, from: offset}
		j.open[r.stream] = p
	}
	p.line += string(r.content)
	if r.partial && len(p.line) < longest {
		return entry{}, false
	}
	delete(j.open, r.stream)
	return p.entry, true
}

// safe is the offset up to which nothing is unfinished, given that all before offset was read.
func (j *joiner) safe(offset int64) int64 {
	for _, p := range j.open {
		offset = min(offset, p.from)
	}
	return offset
}
