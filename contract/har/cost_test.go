package har_test

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// long is an archive of so many different exchanges.
func long(entries int) []byte {
	lines := strings.TrimSuffix(strings.Repeat(`{"sku":"AB-1234","quantity":2,"unit_price":"9.99","note":"nothing to say here","token":"s3cret"},`, 15), ",")
	var all []string
	for i := range entries {
		body := strconv.Quote(`{"id":` + strconv.Itoa(i) + `,"lines":[` + lines + `]}`)
		all = append(all, fmt.Sprintf(`{"request":{"method":"GET","url":"https://api.example.com/v1/orders/%d?expand=lines","headers":[{"name":"Accept","value":"application/json"},
			{"name":"Authorization","value":"Bearer abcdefghijklmnop"}],"queryString":[{"name":"expand","value":"lines"}]},"response":{"status":200,
			"headers":[{"name":"Content-Type","value":"application/json"}],"content":{"mimeType":"application/json","text":%s}}}`, i, body))
	}
	return []byte(`{"log":{"version":"1.2","entries":[` + strings.Join(all, ",") + `]}}`)
}

// TestCost bounds what reading an archive takes: it was 90 times its size when each body was written to tell it
// from others and the file was parsed once more to tell what it is.
func TestCost(t *testing.T) {
	content := long(1000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c, _ := form.Read(source.NewFile("a.har", content), recorded.Names{Consumer: "c"})
	runtime.ReadMemStats(&after)
	if len(c.Interactions) != 1000 {
		t.Errorf("%d interactions", len(c.Interactions))
	}
	times := (after.TotalAlloc - before.TotalAlloc) / uint64(len(content))
	if t.Logf("%d times the size of the archive was allocated", times); times > 60 {
		t.Error("that is too much")
	}
}

// Secrets that each exchange has are told once, and how often: a long archive can be converted.
func TestSecretsAreToldOnce(t *testing.T) {
	_, findings := form.Read(source.NewFile("a.har", long(1000)), recorded.Names{Consumer: "c"})
	all := messages(findings)
	for _, want := range []string{`the header "Authorization" (1000 times)`, "$.lines[14].token in the body (token) (1000 times)"} {
		if !strings.Contains(all, want) {
			t.Errorf("does not say %q: %s", want, all[:min(len(all), 1000)])
		}
	}
	if len(findings) != 16 {
		t.Errorf("%d findings", len(findings))
	}
	for _, f := range findings {
		if f.Severity > report.Info {
			t.Errorf("%s is more than an information", f.Message)
		}
	}
}
