package main

import (
	"strings"
	"testing"
	"time"
)

func TestARecordHasTimeStreamTagAndContent(t *testing.T) {
	r, ok := parseRecord([]byte("2026-01-02T03:04:05.000000006Z stdout F hello  world "))
	if !ok || r.at.UnixNano() != time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC).UnixNano() || r.stream != "stdout" || r.partial || string(r.content) != "hello  world " {
		t.Fatalf("%v %v", r, ok)
	}
}

func TestAnEmptyLineIsALine(t *testing.T) {
	for _, line := range []string{"2026-01-02T03:04:05Z stderr F ", "2026-01-02T03:04:05Z stderr F"} {
		if r, ok := parseRecord([]byte(line)); !ok || len(r.content) != 0 {
			t.Fatalf("%q: %v %v", line, r, ok)
		}
	}
}

func TestWhatIsNotARecordIsSaidToBeNone(t *testing.T) {
	for _, line := range []string{"", "hello", "2026-01-02 stdout F x", "2026-01-02T03:04:05Z stdout X x", "2026-01-02T03:04:05Z stdout"} {
		if r, ok := parseRecord([]byte(line)); ok {
			t.Fatalf("%q: %v", line, r)
		}
	}
}

func TestPartsAreJoinedEachStreamForItself(t *testing.T) {
	j := joiner{}
	at := func(n int) time.Time { return time.Unix(int64(n), 0) }
	add := func(n int, stream string, partial bool, content string) (entry, bool) {
		return j.add(record{at: at(n), stream: stream, partial: partial, content: []byte(content)}, int64(n))
	}
	add(1, "stdout", true, "a")
	if e, ok := add(2, "stderr", false, "whole"); !ok || e.line != "whole" {
		t.Fatal(e, ok)
	}
	if safe := j.safe(3); safe != 1 {
		t.Fatalf("the unfinished line begins at 1, not %d", safe)
	}
	add(3, "stdout", true, "b")
	if e, ok := add(4, "stdout", false, "c"); !ok || e.line != "abc" || !e.at.Equal(at(1)) {
		t.Fatal(e, ok)
	}
	if safe := j.safe(5); safe != 5 {
		t.Fatalf("nothing is unfinished, but %d", safe)
	}
}

func TestALineThatALokiWouldRefuseIsCut(t *testing.T) {
	j := joiner{}
	piece := []byte(strings.Repeat("x", 16<<10))
	lines, total := 0, 0
	for n := range 40 {
		if e, ok := j.add(record{stream: "stdout", partial: n < 39, content: piece}, int64(n)); ok {
			lines++
			total += len(e.line)
			if len(e.line) > 256<<10 {
				t.Fatalf("%d bytes", len(e.line))
			}
		}
	}
	if lines < 2 || total != 40*len(piece) {
		t.Fatalf("%d lines, %d bytes", lines, total)
	}
}
