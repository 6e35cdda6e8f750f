package alerts

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/generator"
)

func TestParse(t *testing.T) {
	for _, row := range []struct {
		text, budget string
		latency      time.Duration
	}{
		{"99.9% < 300ms", "0.001", 300 * time.Millisecond}, {"99.95%<1.5s", "0.0005", 1500 * time.Millisecond}, {" 99 % ", "0.01", 0}, {"50%", "0.5", 0},
		{"99.999999% < 1s", "0.00000001", time.Second}, {"0.5%", "0.995", 0},
	} {
		p, ok := parse(row.text)
		if !ok || decimal(p.budget) != row.budget || p.latency != row.latency {
			t.Errorf("%q: %+v %v", row.text, p, ok)
		}
	}
	for _, text := range []string{"", "99.9", "100%", "0%", "101%", "-1%", "99.9% 300ms", "99.9% < 300", "99.9% < 0ms", "99.9% < 300ms or so", "< 300ms", "99,9%", "99.9% > 1s", "1e1%", "99.9999999%", "99.9% < 1m", strings.Repeat("9", 1<<16) + "%"} {
		if p, ok := parse(text); ok {
			t.Errorf("%.40q: %+v", text, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"99.9% < 300ms", "0.000001%", "99.999999%<0.001ms", "999% < 999999s"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := parse(text)
		if !ok {
			return
		}
		if share, err := strconv.ParseFloat(decimal(p.budget), 64); err != nil || share <= 0 || share >= 1 || p.latency < 0 {
			t.Errorf("%q: %+v", text, p)
		}
	})
}

// The bounds are those that the kit's telemetry has: a rule that counts at another would see no series.
func TestBounds(t *testing.T) {
	text, err := os.ReadFile("../../templates/kit/telemetry/telemetry.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`var buckets = \[\.\.\.\]float64\{([^}]*)\}`).FindSubmatch(text)
	if found == nil {
		t.Fatal("telemetry has no buckets")
	}
	var kit []float64
	for one := range strings.SplitSeq(string(found[1]), ",") {
		bound, err := strconv.ParseFloat(strings.TrimSpace(one), 64)
		if err != nil {
			t.Fatal(err)
		}
		kit = append(kit, bound)
	}
	if !slices.Equal(kit, bounds[:]) {
		t.Errorf("telemetry counts at %v, rules at %v", kit, bounds)
	}
	for latency, want := range map[time.Duration]time.Duration{time.Nanosecond: time.Millisecond, 300 * time.Millisecond: 300 * time.Millisecond, 301 * time.Millisecond: 400 * time.Millisecond, 30 * time.Second: 30 * time.Second, 31 * time.Second: 0} {
		if got, ok := boundFor(latency); ok != (want != 0) || ok && got != want {
			t.Errorf("%s: %s %v", latency, got, ok)
		}
	}
	for bound, want := range map[time.Duration]string{300 * time.Millisecond: `le="0.3"`, 2500 * time.Microsecond: `le="0.0025"`, time.Second: `le=~"1|1[.]0"`} {
		if got := le(bound); got != want {
			t.Errorf("%s: %s", bound, got)
		}
	}
}

func TestWhatIsTold(t *testing.T) {
	document := `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /a: {get: {operationId: a, x-bylaw-slo: always, responses: {'200': {description: ok}}}}
  /b: {get: {operationId: b, x-bylaw-slo: 99% < 350ms, responses: {'200': {description: ok}}}}
  /c: {get: {operationId: c, x-bylaw-slo: 99% < 60s, responses: {'200': {description: ok}}}}
  /d: {get: {operationId: d, x-bylaw-slo: 100%, responses: {'200': {description: ok}}}}
`
	text, told := rules(t, load(t, "openapi.yaml", document))
	want := []string{
		`4:43 warning generate/promise: the promise "always" can't be read, so that no alert is made of it`,
		`5:43 info generate/promise: histograms have no bound at 350ms, so that the alert counts what takes longer than 400ms`,
		`6:43 warning generate/promise: no call is told to take longer than 30s, so that no alert is made of 1m0s`,
		`7:43 warning generate/promise: the promise "100%" can't be read, so that no alert is made of it`,
	}
	if !slices.Equal(told, want) {
		t.Errorf("%s", strings.Join(told, "\n"))
	}
	if strings.Count(text, "AvailabilityBudgetBurn") != 8 || strings.Count(text, "LatencyBudgetBurn") != 4 || !strings.Contains(text, `le="0.4"`) {
		t.Error(text)
	}
	if err := promtool(t, text, ""); err != nil {
		t.Error(err)
	}
}

// What is promised of a file holds for its methods; a stream promises no latency; what can't be broken so badly has no alert.
func TestProto(t *testing.T) {
	text, told := rules(t, load(t, "shop.proto", shopProto))
	if len(told) != 1 || !strings.HasSuffix(told[0], "how long a stream of Watch takes is no latency, so that only its failures are counted") {
		t.Errorf("%q", told)
	}
	for _, want := range []string{
		`- name: "orders: 99.9% < 300ms team-orders"`, `- name: "orders: 99% < 2s team-orders"`, `- name: "orders: 95% team-admin"`,
		`{__name__=~"http_server_request_duration_seconds_count|rpc_server_call_duration_seconds_count", service_name="orders", operation=~"/shop\\.v1\\.Orders/Get|/shop\\.v1\\.Orders/Watch", error_type!=""}[5m]`,
		`_bucket", service_name="orders", operation=~"/shop\\.v1\\.Orders/Get", error_type="", le="0.3"}[5m]`, `le=~"2|2[.]0"`, `> 6 * 0.05`, `> 14.4 * 0.01`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s isn't in\n%s", want, text)
		}
	}
	if !strings.Contains(text, "> 14.4 * 0.05") { // 72% of all calls: bad, and possible
		t.Error("an alert lacks that can fire")
	}
	if err := promtool(t, text, ""); err != nil {
		t.Error(err)
	}
	badly, _ := rules(t, load(t, "shop.proto", strings.Replace(shopProto, "95%", "90%", 1)))
	if strings.Contains(badly, "> 14.4 * 0.1\n") || !strings.Contains(badly, "> 6 * 0.1\n") {
		t.Error("of 90%, all calls that fail are 10 times the budget")
	}
}

// Without a promise there is nothing to hold anybody to.
func TestNothingIsPromised(t *testing.T) {
	text, told := rules(t, load(t, "openapi.yaml", "openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n"))
	if len(told) > 0 || strings.Count(text, "  - name: ") != 1 || !strings.Contains(text, `- name: "orders: process"`) || strings.Contains(text, "team") {
		t.Errorf("%q\n%s", told, text)
	}
	if err := promtool(t, text, ""); err != nil {
		t.Error(err)
	}
}

// Every part of the runbook that an alert names is in that of a new service.
func TestRunbook(t *testing.T) {
	book, err := os.ReadFile("../../templates/project/common/runbook.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]bool{}
	for _, heading := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(string(book), -1) {
		parts[strings.ReplaceAll(strings.ToLower(heading[1]), " ", "-")] = true
	}
	text, _ := rules(t, load(t, "openapi.yaml", shopYAML))
	named := regexp.MustCompile(`docs/runbook\.md#([^"]*)"`).FindAllStringSubmatch(text, -1)
	if len(named) < 10 {
		t.Fatal(named)
	}
	for _, one := range named {
		if !parts[one[1]] {
			t.Errorf("the runbook has no part %s", one[1])
		}
	}
}

// Packages that one service serves have one file, in which nothing is there twice.
func TestSeveralAPIs(t *testing.T) {
	other := load(t, "admin.proto", strings.ReplaceAll(shopProto, "shop.v1", "admin.v1"))
	o := generator.Options{Service: "orders"}
	plan, _ := New(other).Lower(load(t, "shop.proto", shopProto), o)
	files, err := generator.Emit(t.Context(), plan, New().Language(), o, nil)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text := string(files[0].Content)
	if strings.Count(text, "- name: ") != 4 || strings.Count(text, "ServiceAbsent") != 1 || !strings.Contains(text, `operation=~"/admin\\.v1\\.Orders/Export|/shop\\.v1\\.Orders/Export"`) {
		t.Error(text)
	}
	if err := promtool(t, text, ""); err != nil {
		t.Error(err)
	}
}
