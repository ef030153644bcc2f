package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// testingLoki takes pushes by the push API's contract; answers are given first, one for each push, then all is taken.
type testingLoki struct {
	answers []int
	refuse  func(line string) bool
	lines   []string // "pod TIME line", in order of arrival
	labels  []map[string]string
}

func (l *testingLoki) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct{ Streams []stream }
	if r.URL.Path != "/loki/api/v1/push" || json.NewDecoder(r.Body).Decode(&body) != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	if len(l.answers) > 0 {
		code := l.answers[0]
		l.answers = l.answers[1:]
		w.WriteHeader(code)
		return
	}
	for _, s := range body.Streams {
		for _, value := range s.Values {
			if l.refuse != nil && l.refuse(value[1]) {
				http.Error(w, "entry too far behind", http.StatusBadRequest)
				return
			}
		}
	}
	for _, s := range body.Streams {
		l.labels = append(l.labels, s.Labels)
		for _, value := range s.Values {
			l.lines = append(l.lines, s.Labels["pod"]+" "+value[0]+" "+value[1])
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// texts are the distinct lines, as a Loki keeps them.
func (l *testingLoki) texts() []string {
	distinct := slices.Clone(l.lines)
	slices.Sort(distinct)
	var texts []string
	for _, line := range slices.Compact(distinct) {
		texts = append(texts, strings.SplitN(line, " ", 3)[2])
	}
	slices.Sort(texts)
	return texts
}

// bench is a node's log folder, a Loki, and shippers that come and go.
type bench struct {
	t      *testing.T
	root   string
	loki   *testingLoki
	server *httptest.Server
	pauses int
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, root: t.TempDir(), loki: &testingLoki{}}
	b.server = httptest.NewServer(b.loki)
	t.Cleanup(b.server.Close)
	if err := os.MkdirAll(b.folder(), 0o755); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) folder() string { return filepath.Join(b.root, "pods", "shop_web-1_uid", "web") }

func (b *bench) start() *shipper {
	b.t.Helper()
	known, err := loadPositions(filepath.Join(b.root, "positions.json"))
	if err != nil {
		b.t.Fatal(err)
	}
	apps, _ := newAppNames("")
	wait := func(context.Context, time.Duration) { b.pauses++ }
	client := &lokiClient{url: b.server.URL + "/loki/api/v1/push", client: b.server.Client(), wait: wait}
	return &shipper{follower: newFollower(folders{"n1": filepath.Join(b.root, "pods")}, known), apps: apps, loki: client, positions: known}
}

func (b *bench) write(name string, numbers ...int) {
	b.t.Helper()
	file, err := os.OpenFile(filepath.Join(b.folder(), name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	for _, n := range numbers {
		fmt.Fprintf(file, "%s stdout F line %d\n", time.Unix(int64(1000+n), 7).UTC().Format(time.RFC3339Nano), n)
	}
}

func (b *bench) rename(from, to string) {
	b.t.Helper()
	if err := os.Rename(filepath.Join(b.folder(), from), filepath.Join(b.folder(), to)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) compress(name string) {
	b.t.Helper()
	content, err := os.ReadFile(filepath.Join(b.folder(), name))
	if err != nil {
		b.t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(b.folder(), name+".gz"))
	if err != nil {
		b.t.Fatal(err)
	}
	packer := gzip.NewWriter(file)
	packer.Write(content)
	packer.Close()
	file.Close()
	os.Remove(filepath.Join(b.folder(), name))
}

func (b *bench) expect(numbers ...int) {
	b.t.Helper()
	var want []string
	for _, n := range numbers {
		want = append(want, fmt.Sprintf("line %d", n))
	}
	slices.Sort(want)
	if got := b.loki.texts(); !slices.Equal(got, want) {
		b.t.Fatalf("the Loki has %q instead of %q", got, want)
	}
}

func look(s *shipper) { s.follower.look(); s.ship(context.Background()) }

func TestLinesArriveWithTheirTimesAndLabels(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1, 2)
	look(b.start())
	b.expect(1, 2)
	want := "map[app:web container:web namespace:shop node:n1 pod:web-1]"
	if got := fmt.Sprint(b.loki.labels[0]); got != want || b.loki.lines[0] != "web-1 1001000000007 line 1" {
		t.Fatal(got, b.loki.lines)
	}
}

func TestARestartGoesOnWhereTheLokiHadTakenAll(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1, 2)
	look(b.start())
	b.write("0.log", 3)
	look(b.start())
	b.expect(1, 2, 3)
	if len(b.loki.lines) != 3 {
		t.Fatalf("pushed again: %q", b.loki.lines)
	}
}

func TestNothingIsRememberedThatTheLokiDidNotTake(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1, 2)
	s := b.start()
	ctx, end := context.WithCancel(context.Background())
	b.loki.answers = []int{http.StatusServiceUnavailable}
	s.loki.wait = func(context.Context, time.Duration) { end() }
	s.ship(ctx)
	b.expect()
	look(b.start())
	b.expect(1, 2)
}

func TestABusyOrBrokenLokiIsAskedAgain(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1)
	b.loki.answers = []int{429, 500, 503, 401}
	look(b.start())
	b.expect(1)
	if b.pauses != 4 {
		t.Fatalf("%d pauses", b.pauses)
	}
}

func TestOnlyTheRefusedLineIsDropped(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1, 2, 3, 4, 5)
	b.loki.refuse = func(line string) bool { return line == "line 4" }
	s := b.start()
	look(s)
	b.expect(1, 2, 3, 5)
	b.loki.refuse = nil
	b.write("0.log", 6)
	look(s)
	b.expect(1, 2, 3, 5, 6)
}

func TestRotationUnderARunningShipper(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1, 2)
	s := b.start()
	look(s)
	b.write("0.log", 3)
	b.rename("0.log", "0.log.20260101-000000")
	b.write("0.log.20260101-000000", 4)
	b.write("0.log", 5)
	look(s)
	b.compress("0.log.20260101-000000")
	look(s)
	b.expect(1, 2, 3, 4, 5)
	if len(b.loki.lines) != 5 {
		t.Fatalf("pushed again: %q", b.loki.lines)
	}
}

func TestRotationAndCompressionWhileNobodyLooked(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1, 2)
	look(b.start())
	b.write("0.log", 3)
	b.rename("0.log", "0.log.20260101-000000")
	b.compress("0.log.20260101-000000")
	b.write("0.log", 4)
	b.rename("0.log", "0.log.20260101-000001")
	b.write("0.log", 5)
	look(b.start())
	b.expect(1, 2, 3, 4, 5)
	if len(b.loki.lines) != 5 {
		t.Fatalf("pushed again: %q", b.loki.lines)
	}
}

func TestTheLastLinesOfARemovedPodArrive(t *testing.T) {
	b := newBench(t)
	b.write("0.log", 1)
	s := b.start()
	look(s)
	b.write("0.log", 2)
	os.RemoveAll(filepath.Join(b.root, "pods", "shop_web-1_uid"))
	for range patience + 1 {
		look(s)
	}
	b.expect(1, 2)
	if len(s.follower.all()) != 0 || len(s.positions.done) != 0 {
		t.Fatalf("still followed: %v %v", s.follower.all(), s.positions.done)
	}
}

func TestAnUnfinishedLineWaitsForItsEnd(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(b.folder(), "0.log")
	os.WriteFile(path, []byte("2026-01-02T03:04:05Z stdout P line \n2026-01-02T03:04:06Z stdout F "), 0o644)
	look(b.start())
	b.expect()
	file, _ := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	file.WriteString("9\n")
	file.Close()
	look(b.start())
	b.expect(9)
}

func TestManyLinesGoInSeveralPushes(t *testing.T) {
	b := newBench(t)
	var numbers []int
	for n := range 30_000 {
		numbers = append(numbers, n)
	}
	b.write("0.log", numbers...)
	look(b.start())
	b.expect(numbers...)
	if len(b.loki.labels) < 2 {
		t.Fatal("all in one push")
	}
}
