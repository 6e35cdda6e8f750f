package pagination_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

// orders are of every kind, with ties, NULLs and both directions.
var orders = map[string]*pagination.Order[item]{
	"id":         byID,
	"name":       byName,
	"name desc":  pagination.MustOrder(pagination.By("name", func(i *item) string { return i.name }).Desc(), pagination.By("id", func(i *item) int64 { return i.id })),
	"all desc":   pagination.MustOrder(pagination.By("name", func(i *item) string { return i.name }).Desc(), pagination.By("id", func(i *item) int64 { return i.id }).Desc()),
	"group":      pagination.MustOrder(byGroup(), pagination.By("id", func(i *item) int64 { return i.id })),
	"group desc": pagination.MustOrder(byGroup().Desc(), pagination.By("score", func(i *item) float64 { return i.score }), pagination.By("id", func(i *item) int64 { return i.id }).Desc()),
	"no group":   pagination.MustOrder(byGroup().NullsFirst(), byDue(), pagination.By("id", func(i *item) int64 { return i.id })),
	"due":        pagination.MustOrder(byDue().Desc().NullsFirst(), byGroup(), pagination.By("raw", func(i *item) []byte { return i.raw })),
	"time":       pagination.MustOrder(pagination.By("done", func(i *item) bool { return i.done }), pagination.By("at", func(i *item) time.Time { return i.at }).Desc(), pagination.By("id", func(i *item) int { return int(i.id) })),
}

func byGroup() pagination.Column[item] {
	return pagination.ByNull("grp", func(i *item) (string, bool) { return i.group, i.in })
}

func byDue() pagination.Column[item] {
	return pagination.ByNull("due", func(i *item) (time.Time, bool) {
		if i.due == nil {
			return time.Time{}, false
		}
		return *i.due, true
	})
}

// randomItem has few values in each column, so that ties are many.
func randomItem(r *rand.Rand, id int64) item {
	i := item{id: id, name: []string{"", "a", "A", "é", "z\x00", "ab"}[r.IntN(6)], score: []float64{-1, 0, 0.5, math.Inf(1)}[r.IntN(4)], done: r.IntN(2) == 0, raw: fmt.Appendf(nil, "%03d", id)}
	i.at = time.Date(1600+r.IntN(3)*400, 1, 1, 0, 0, 0, r.IntN(2), time.FixedZone("", r.IntN(3)*3600))
	if i.in = r.IntN(3) > 0; i.in {
		i.group = []string{"", "x", "y"}[r.IntN(3)]
	}
	if r.IntN(3) > 0 {
		i.due = &i.at
	}
	return i
}

// table is a list in memory that changes while it is walked.
type table struct {
	mu    sync.Mutex
	order *pagination.Order[item]
	items []item // sorted
}

func (s *table) put(i item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, _ := slices.BinarySearchFunc(s.items, i, func(a, b item) int { return s.order.Compare(&a, &b) })
	s.items = slices.Insert(s.items, at, i)
}

func (s *table) remove(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = slices.DeleteFunc(s.items, func(i item) bool { return i.id == id })
}

// list is a handler: its three lines are what a service writes.
func (s *table) list(p *pagination.Pager, r pagination.Request, keep func(*item) bool) ([]item, string, error) {
	page, err := pagination.Open(p, s.order, r)
	if err != nil {
		return nil, "", err
	}
	s.mu.Lock()
	rows := slices.Clone(page.Slice(s.items, keep))
	s.mu.Unlock()
	return page.Next(rows)
}

// TestWalk pages through lists that others write to: nothing comes twice, nothing that was there all along is missed,
// everything comes in order, what is deleted before its page doesn't come.
func TestWalk(t *testing.T) {
	p := newPager(t, pagination.Options{})
	for name, order := range orders {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(60) {
				walk(t, p, &table{order: order}, rand.New(rand.NewPCG(seed, 7)))
			}
		})
	}
}

func walk(t *testing.T, p *pagination.Pager, s *table, r *rand.Rand) {
	keep := func(i *item) bool { return i.id%7 != 3 }
	if r.IntN(2) == 0 {
		keep = nil
	}
	stays, gone := map[int64]bool{}, map[int64]bool{}
	for id := range int64(r.IntN(80)) {
		s.put(randomItem(r, id))
		stays[id] = true
	}
	fresh := int64(100)
	var got []item
	for token, pages := "", 0; ; pages++ {
		items, next, err := s.list(p, pagination.Request{Method: "List", Caller: "c", Size: 1 + r.IntN(9), Token: token}, keep)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			if gone[i.id] {
				t.Fatalf("%d has been deleted, and is listed", i.id)
			}
		}
		got = append(got, items...)
		if token = next; next == "" {
			break
		}
		if pages > 1000 {
			t.Fatal("the list has no end")
		}
		for range r.IntN(6) {
			if r.IntN(2) == 0 && fresh < 400 {
				s.put(randomItem(r, fresh))
				fresh++
			} else if id := r.Int64N(fresh); true {
				s.remove(id)
				delete(stays, id)
				gone[id] = true
			}
		}
	}
	seen := map[int64]bool{}
	for n, i := range got {
		if seen[i.id] {
			t.Fatalf("%d comes twice", i.id)
		}
		seen[i.id] = true
		if n > 0 && s.order.Compare(&got[n-1], &got[n]) >= 0 {
			t.Fatalf("%+v comes before %+v", got[n-1], got[n])
		}
		if keep != nil && !keep(&got[n]) {
			t.Fatalf("%d isn't of this list", i.id)
		}
	}
	for id := range stays {
		if i := (item{id: id}); !seen[id] && (keep == nil || keep(&i)) {
			t.Fatalf("%d was there all along, and is missed", id)
		}
	}
}

// TestWalkAmongWriters is the same with real concurrency, for the race detector.
func TestWalkAmongWriters(t *testing.T) {
	p := newPager(t, pagination.Options{})
	s := &table{order: orders["group desc"]}
	r := rand.New(rand.NewPCG(1, 2))
	for id := range int64(200) {
		s.put(randomItem(r, id))
	}
	stop := make(chan struct{})
	var writers, readers sync.WaitGroup
	for w := range int64(2) {
		writers.Add(1)
		go func() {
			defer writers.Done()
			r := rand.New(rand.NewPCG(9, uint64(w)))
			for id := 1000 * (w + 1); ; id++ {
				select {
				case <-stop:
					return
				default:
				}
				s.put(randomItem(r, id))
				s.remove(id - 20)
				_ = p.Rotate([]pagination.Key{pagination.RandomKey()}[:0]) // refused: the keys stay
			}
		}()
	}
	for range 2 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			seen := map[int64]bool{}
			for token := ""; ; {
				items, next, err := s.list(p, pagination.Request{Size: 7, Token: token}, func(i *item) bool { return i.id < 200 })
				if err != nil {
					t.Error(err)
					return
				}
				for _, i := range items {
					if seen[i.id] {
						t.Errorf("%d comes twice", i.id)
					}
					seen[i.id] = true
				}
				if token = next; next == "" {
					break
				}
			}
			if len(seen) != 200 {
				t.Errorf("%d of 200 items are listed", len(seen))
			}
		}()
	}
	readers.Wait()
	close(stop)
	writers.Wait()
}

// Items that tie in an order that isn't unique would be lost: that is found where it happens.
func TestOrderThatIsNotUnique(t *testing.T) {
	p := newPager(t, pagination.Options{})
	order := pagination.MustOrder(pagination.By("name", func(i *item) string { return i.name }))
	page, _ := pagination.Open(p, order, pagination.Request{Size: 1})
	if _, _, err := page.Next([]item{{id: 1, name: "a"}, {id: 2, name: "a"}}); err == nil || !strings.Contains(err.Error(), "unique") {
		t.Error(err)
	}
}

func TestOrdersThatAreRefused(t *testing.T) {
	id := pagination.By("id", func(i *item) int64 { return i.id })
	for name, columns := range map[string][]pagination.Column[item]{
		"none": nil, "an empty one": {{}}, "the last may be NULL": {id, byGroup()}, "twice": {id, pagination.By("ID", func(i *item) int64 { return i.id })},
		"many":      slices.Repeat([]pagination.Column[item]{id}, 9),
		"injection": {pagination.By("id; DROP TABLE items--", func(i *item) int64 { return i.id })},
		"a quote":   {pagination.By(`"id" OR "a`, func(i *item) int64 { return i.id })},
		"a call":    {pagination.By("lower(name)", func(i *item) string { return i.name })},
	} {
		if _, err := pagination.NewOrder(columns...); err == nil {
			t.Error(name, "is taken")
		}
	}
	for _, name := range []string{"id", `"order"`, "items.id", `t."group"`} {
		if _, err := pagination.NewOrder(pagination.By(name, func(i *item) int64 { return i.id })); err != nil {
			t.Error(err)
		}
	}
}

func TestNaN(t *testing.T) {
	p := newPager(t, pagination.Options{})
	page, _ := pagination.Open(p, orders["group desc"], pagination.Request{Size: 1})
	if _, _, err := page.Next([]item{{score: math.NaN()}, {id: 2}}); err == nil || !strings.Contains(err.Error(), "score") {
		t.Error(err)
	}
}

// NULLs are where the order says, in both directions.
func TestNulls(t *testing.T) {
	id := pagination.By("id", func(i *item) int64 { return i.id })
	null, value := &item{id: 1}, &item{id: 2, in: true, group: "x"}
	for name, c := range map[string]struct {
		column pagination.Column[item]
		want   int
	}{
		"last": {byGroup(), 1}, "last, down": {byGroup().Desc(), 1}, "first": {byGroup().NullsFirst(), -1}, "first, down": {byGroup().NullsFirst().Desc(), -1},
	} {
		if got := pagination.MustOrder(c.column, id).Compare(null, value); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// A token that is too long costs nothing to refuse.
func TestLongTokensAreNotRead(t *testing.T) {
	p := newPager(t, pagination.Options{})
	long := strings.Repeat("A", 10<<20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 10 {
		if _, err := pagination.Open(p, byID, with(long, nil)); err == nil {
			t.Fatal("taken")
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 10<<20 {
		t.Errorf("%d bytes are taken to refuse ten tokens", grown)
	}
}
