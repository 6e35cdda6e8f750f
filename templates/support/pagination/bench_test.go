package pagination_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

// BenchmarkPage is one page as a handler makes it: a token is opened, the next one is sealed.
func BenchmarkPage(b *testing.B) {
	p := newPager(b, pagination.Options{})
	items, token := numbers(1000), next(b, p, byName, base)
	b.ReportAllocs()
	for b.Loop() {
		onePage(b, p, items, token)
	}
}

func onePage(t testing.TB, p *pagination.Pager, items []item, token string) {
	r := base
	r.Token = token
	page, err := pagination.Open(p, byName, r)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = page.Next(page.Slice(items, nil)); err != nil {
		t.Fatal(err)
	}
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates for itself")
	}
	p := newPager(t, pagination.Options{})
	items, token := numbers(1000), next(t, p, byName, base)
	if got := testing.AllocsPerRun(100, func() { onePage(t, p, items, token) }); got > 60 {
		t.Errorf("a page costs %v allocations", got)
	}
}
