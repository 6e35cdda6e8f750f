package pagination_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"testing"
	"time"

	house "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

// item is what the lists of these tests hold.
type item struct {
	id    int64
	name  string
	score float64
	at    time.Time
	due   *time.Time
	group string
	in    bool // has a group
	raw   []byte
	done  bool
}

var (
	byID   = pagination.MustOrder(pagination.By("id", func(i *item) int64 { return i.id }))
	byName = pagination.MustOrder(pagination.By("name", func(i *item) string { return i.name }), pagination.By("id", func(i *item) int64 { return i.id }))
)

// clock is a time that only the test moves.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time { return c.now }

func newPager(t testing.TB, o pagination.Options) *pagination.Pager {
	t.Helper()
	if o.Keys == nil {
		o.Keys = []pagination.Key{pagination.RandomKey()}
	}
	p, err := pagination.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func numbers(n int) []item {
	out := make([]item, n)
	for i := range out {
		out[i] = item{id: int64(i + 1), name: fmt.Sprintf("secret-name-%02d", i)}
	}
	return out
}

// next gives the token behind the first page of a request.
func next(t testing.TB, p *pagination.Pager, order *pagination.Order[item], r pagination.Request) string {
	t.Helper()
	page, err := pagination.Open(p, order, r)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := page.Next(page.Slice(numbers(9), nil))
	if err != nil || token == "" {
		t.Fatal(token, err)
	}
	return token
}

// base is the request that the tests change in one thing each.
var base = pagination.Request{Method: "ListItems", Caller: "tenant-1/alice", Filter: []string{"parents/1", "done=false"}, Size: 3}

func with(token string, change func(*pagination.Request)) pagination.Request {
	r := base
	r.Filter = append([]string(nil), base.Filter...)
	r.Token = token
	if change != nil {
		change(&r)
	}
	return r
}

// refusal gives what callers see of an error.
func refusal(t *testing.T, err error) string {
	t.Helper()
	var known *house.Error
	if !errors.As(err, &known) {
		t.Fatalf("%T %v is no *errors.Error", err, err)
	}
	return string(house.AppendProblem(nil, known)) + fmt.Sprint(known.Retryable, known.RetryAfter)
}

func TestTokensThatAreRefused(t *testing.T) {
	clock := newClock()
	old, current := pagination.RandomKey(), pagination.RandomKey()
	p := newPager(t, pagination.Options{Now: clock.Now, Keys: []pagination.Key{current, old}})
	token := next(t, p, byID, base)
	if _, err := pagination.Open(p, byID, with(token, nil)); err != nil {
		t.Fatal(err)
	}
	stranger := newPager(t, pagination.Options{Now: clock.Now})
	future := newPager(t, pagination.Options{Keys: []pagination.Key{current}, Now: func() time.Time { return clock.now.Add(time.Hour) }})
	opened := func(order *pagination.Order[item], r pagination.Request) error {
		_, err := pagination.Open(p, order, r)
		return err
	}
	seen := map[string]string{}
	for name, err := range map[string]error{
		"no token":            opened(byID, with("hello", nil)),
		"a number":            opened(byID, with("25", nil)),
		"too long":            opened(byID, with(strings.Repeat("A", 1<<20), nil)),
		"another caller":      opened(byID, with(token, func(r *pagination.Request) { r.Caller = "tenant-1/bob" })),
		"another tenant":      opened(byID, with(token, func(r *pagination.Request) { r.Caller = "tenant-2/alice" })),
		"no caller":           opened(byID, with(token, func(r *pagination.Request) { r.Caller = "" })),
		"another method":      opened(byID, with(token, func(r *pagination.Request) { r.Method = "ListThings" })),
		"another filter":      opened(byID, with(token, func(r *pagination.Request) { r.Filter[1] = "done=true" })),
		"another parent":      opened(byID, with(token, func(r *pagination.Request) { r.Filter[0] = "parents/2" })),
		"no filter":           opened(byID, with(token, func(r *pagination.Request) { r.Filter = nil })),
		"a filter more":       opened(byID, with(token, func(r *pagination.Request) { r.Filter = append(r.Filter, "") })),
		"filters that shift":  opened(byID, with(token, func(r *pagination.Request) { r.Filter = []string{"parents/1d", "one=false"} })),
		"another order":       opened(byName, with(token, nil)),
		"the other direction": opened(pagination.MustOrder(pagination.By("id", func(i *item) int64 { return i.id }).Desc()), with(token, nil)),
		"an unknown key":      opened(byID, with(next(t, stranger, byID, base), nil)),
		"from the future":     opened(byID, with(next(t, future, byID, base), nil)),
		"longer":              opened(byID, with(token+"AAAA", nil)),
		"shorter":             opened(byID, with(token[:len(token)-4], nil)),
		"padded":              opened(byID, with(token+"==", nil)),
		"expired": func() error {
			clock.now = clock.now.Add(24*time.Hour + time.Second)
			defer func() { clock.now = clock.now.Add(-24*time.Hour - time.Second) }()
			return opened(byID, with(token, nil))
		}(),
	} {
		if err == nil {
			t.Errorf("%s: taken", name)
			continue
		}
		seen[refusal(t, err)] = name
	}
	if len(seen) != 1 {
		t.Errorf("callers can tell why: %q", seen)
	}
	for text := range seen {
		if !strings.HasPrefix(text, `{"type":"about:blank","status":400,`) || !strings.Contains(text, `"code":"invalid_request","violations":[{"location":"query","field":"page_token","code":"page_token",`) {
			t.Error(text)
		}
	}
	clock.now = clock.now.Add(24 * time.Hour)
	if err := opened(byID, with(token, nil)); err != nil {
		t.Error("after 24 h exactly:", err)
	}
}

// Operators learn why a token is refused, callers don't.
func TestCauseStaysInside(t *testing.T) {
	p := newPager(t, pagination.Options{})
	_, err := pagination.Open(p, byID, with(next(t, p, byID, base), func(r *pagination.Request) { r.Caller = "eve" }))
	var known *house.Error
	if !errors.As(err, &known) || known.Cause == nil || !strings.Contains(known.Cause.Error(), "another caller's") {
		t.Fatal(err)
	}
	if strings.Contains(refusal(t, err), known.Cause.Error()) || strings.Contains(err.Error(), known.Cause.Error()) {
		t.Error("the cause is told")
	}
}

// Every bit of a token counts.
func TestTampering(t *testing.T) {
	p := newPager(t, pagination.Options{})
	token := next(t, p, byID, base)
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(raw) * 8 {
		raw[bit/8] ^= 1 << (bit % 8)
		if _, err := pagination.Open(p, byID, with(base64.RawURLEncoding.EncodeToString(raw), nil)); err == nil {
			t.Errorf("bit %d may be changed", bit)
		}
		raw[bit/8] ^= 1 << (bit % 8)
	}
	for i := range len(token) {
		for _, c := range []byte("A-z\n =%") {
			if changed := token[:i] + string(c) + token[i+1:]; changed != token {
				if _, err := pagination.Open(p, byID, with(changed, nil)); err == nil {
					t.Errorf("character %d may be %q", i, c)
				}
			}
		}
	}
}

// Tokens say nothing: not where the page ends, nor to whom they belong, nor that two of them are of the same place.
func TestTokensAreOpaque(t *testing.T) {
	p := newPager(t, pagination.Options{})
	seen := map[string]bool{}
	for range 100 {
		token := next(t, p, byName, base)
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || url.QueryEscape(token) != token {
			t.Fatal("not URL-safe:", token)
		}
		for _, secret := range []string{"secret-name", "alice", "tenant", "parents", "done", "ListItems"} {
			if strings.Contains(string(raw), secret) || strings.Contains(token, secret) {
				t.Errorf("the token tells %q", secret)
			}
		}
		if seen[token[8:]] {
			t.Error("two tokens of one place are the same")
		}
		seen[token[8:]] = true
	}
}

func TestTokensAreBounded(t *testing.T) {
	p := newPager(t, pagination.Options{})
	longest := 0
	for size := range 2000 {
		rows := []item{{id: 1, name: strings.Repeat("n", size)}, {id: 2, name: "x"}}
		page, err := pagination.Open(p, byName, pagination.Request{Size: 1})
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := page.Next(rows)
		if err == nil {
			longest = size
			if len(token) > pagination.MaxToken {
				t.Fatalf("a token of %d characters", len(token))
			}
			if _, err := pagination.Open(p, byName, pagination.Request{Size: 1, Token: token}); err != nil {
				t.Fatalf("a name of %d bytes: %v", size, err)
			}
		} else if !strings.Contains(err.Error(), "shorter columns") {
			t.Fatal(err)
		}
	}
	if longest < 1000 || longest > 1500 {
		t.Errorf("the longest name has %d bytes", longest)
	}
}

func TestPageSizeMayChange(t *testing.T) {
	p := newPager(t, pagination.Options{})
	page, err := pagination.Open(p, byID, with(next(t, p, byID, base), func(r *pagination.Request) { r.Size = 5 }))
	if err != nil {
		t.Fatal(err)
	}
	items, token, err := page.Next(page.Slice(numbers(9), nil))
	if len(items) != 5 || items[0].id != 4 || token == "" || err != nil {
		t.Error(items, token, err)
	}
}

func TestRotation(t *testing.T) {
	first, second := pagination.RandomKey(), pagination.RandomKey()
	p := newPager(t, pagination.Options{Keys: []pagination.Key{first}})
	old := next(t, p, byID, base)
	taken := func(token string) bool {
		_, err := pagination.Open(p, byID, with(token, nil))
		return err == nil
	}
	for _, keys := range [][]pagination.Key{{first, second}, {second, first}} { // spread, then used
		if err := p.Rotate(keys); err != nil || !taken(old) {
			t.Fatal("a token is lost", err)
		}
	}
	young := next(t, p, byID, base)
	if err := p.Rotate([]pagination.Key{second}); err != nil || taken(old) || !taken(young) {
		t.Error("the key of new tokens isn't the first", err)
	}
	if err := p.Rotate(nil); err == nil || !taken(young) {
		t.Error("no key is no error, or has ended the tokens")
	}
}

func TestKeys(t *testing.T) {
	zero, same := make([]byte, 32), pagination.RandomKey()
	if _, err := pagination.NewKey(zero); err == nil {
		t.Error("zeros are a key")
	}
	if _, err := pagination.NewKey(zero[:16]); err == nil {
		t.Error("16 bytes are a key")
	}
	for name, o := range map[string]pagination.Options{
		"no key": {}, "an empty key": {Keys: []pagination.Key{{}}}, "a key twice": {Keys: []pagination.Key{same, same}},
		"a default above the maximum": {Keys: []pagination.Key{same}, DefaultSize: 5, MaxSize: 4},
	} {
		if _, err := pagination.New(o); err == nil {
			t.Error(name, "is taken")
		}
	}
	secret := strings.Repeat("k", 32)
	k, _ := pagination.NewKey([]byte(secret))
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		if text := fmt.Sprintf(format+format, k, []pagination.Key{k}); strings.Contains(text, "kkk") || strings.Contains(text, "6b6b6b") || strings.Contains(text, "107 107") {
			t.Errorf("%s shows the secret: %s", format, text)
		}
	}
	std := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\xfb\xff", 16)))
	keys, err := pagination.ParseKeys(std + " ," + base64.RawURLEncoding.EncodeToString([]byte(secret)))
	if err != nil || len(keys) != 2 || keys[1] != k {
		t.Error(keys, err)
	}
	for _, wrong := range []string{"", "sesame!", std + ",", "c2VzYW1l"} {
		if _, err := pagination.ParseKeys(wrong); err == nil || strings.Contains(err.Error(), "sesame") || strings.Contains(err.Error(), "c2VzYW1l") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestPageSize(t *testing.T) {
	strict, clamping := newPager(t, pagination.Options{DefaultSize: 5, MaxSize: 7}), newPager(t, pagination.Options{DefaultSize: 5, MaxSize: 7, Clamp: true})
	for _, c := range []struct {
		pager *pagination.Pager
		asked int
		limit int // 0: refused
	}{
		{strict, 0, 6}, {strict, 1, 2}, {strict, 7, 8}, {strict, 8, 0}, {strict, -1, 0}, {strict, math.MaxInt, 0},
		{clamping, 0, 6}, {clamping, 7, 8}, {clamping, 8, 8}, {clamping, math.MaxInt, 8}, {clamping, -1, 0},
	} {
		page, err := pagination.Open(c.pager, byID, pagination.Request{Size: c.asked})
		if (err == nil) != (c.limit > 0) || err == nil && page.Limit() != c.limit {
			t.Errorf("%d: %v", c.asked, err)
		}
	}
	_, err := pagination.Open(strict, byID, pagination.Request{Size: 8, Token: "x", In: house.Body})
	var known *house.Error
	if !errors.As(err, &known) || len(known.Violations) != 2 || known.Violations[0] != (house.Violation{Location: house.Body, Field: "page_size", Code: house.Maximum, Description: "must be at most 7"}) || known.Violations[1].Location != house.Body {
		t.Error("not everything that is wrong is told:", err)
	}
	names := newPager(t, pagination.Options{SizeField: "limit", TokenField: "cursor"})
	if _, err = pagination.Open(names, byID, pagination.Request{Size: -1, Token: "x"}); !errors.As(err, &known) || known.Violations[0].Field != "limit" || known.Violations[1].Field != "cursor" {
		t.Error(err)
	}
}

// FuzzOpen: no text that a caller sends does more than be refused.
func FuzzOpen(f *testing.F) {
	p := newPager(f, pagination.Options{})
	f.Add(next(f, p, byName, base))
	f.Add("")
	f.Add("AQ")
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := pagination.Open(p, byName, with(token, func(r *pagination.Request) { r.Method = "fuzz" })); err == nil && token != "" {
			t.Error("taken")
		}
	})
}
