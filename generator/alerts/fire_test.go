package alerts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// scene is what Prometheus has scraped, each minute, and which alerts must fire after so long: no others.
type scene struct {
	name   string
	series []string // "{labels} values" of calls, the name and service_name are added, or whole ones
	at     string
	want   []string // "alertname|operation|severity|team|window"
}

// present are series of a service that is well.
const present = `target_info{service_name="orders"} 1x1000
health_ready{service_name="orders",instance="a"} 1x1000
process_start_time_seconds{service_name="orders",instance="a"} 7x1000`

// test is a test of promtool. Rules are evaluated each so many minutes.
func (s scene) test(each, extra string) string {
	var b strings.Builder
	b.WriteString("rule_files: [" + FileName + "]\nevaluation_interval: " + each + "\ntests:\n  - interval: 1m\n    input_series:\n")
	for _, line := range slices.Concat(s.series, strings.Split(extra, "\n")) {
		i := strings.LastIndex(line, "} ")
		if i < 0 {
			continue
		}
		fmt.Fprintf(&b, "      - {series: %s, values: %s}\n", single(line[:i+1]), single(line[i+2:]))
	}
	fmt.Fprintf(&b, "    promql_expr_test:\n      - expr: 'count by (alertname, operation, severity, team, window) (ALERTS{alertstate=\"firing\"})'\n        eval_time: %s\n        exp_samples:\n", s.at)
	for _, one := range s.want {
		labels := strings.Split(one, "|")
		text := fmt.Sprintf("{alertname=%q, severity=%q, team=%q", labels[0], labels[2], labels[3])
		if labels[1] != "-" {
			text += fmt.Sprintf(", operation=%q", labels[1])
		}
		if labels[4] != "-" {
			text += fmt.Sprintf(", window=%q", labels[4])
		}
		fmt.Fprintf(&b, "          - {labels: %s, value: 1}\n", single(text+"}"))
	}
	if len(s.want) == 0 {
		return strings.Replace(b.String(), "exp_samples:\n", "exp_samples: []\n", 1)
	}
	return b.String()
}

func single(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// counts are the calls of an operation over HTTP: all of them, and those that failed, each minute.
func counts(operation, ok, failed string) []string {
	return []string{
		`http_server_request_duration_seconds_count{service_name="orders",operation="` + operation + `",http_response_status_code="200"} ` + ok,
		`http_server_request_duration_seconds_count{service_name="orders",operation="` + operation + `",http_response_status_code="503",error_type="503"} ` + failed,
	}
}

// latencies are the calls of createOrder that succeed: those within 300 ms, and all.
func latencies(fast, all string) []string {
	return []string{
		`http_server_request_duration_seconds_bucket{service_name="orders",operation="createOrder",le="0.3"} ` + fast,
		`http_server_request_duration_seconds_bucket{service_name="orders",operation="createOrder",le="+Inf"} ` + all,
		`http_server_request_duration_seconds_count{service_name="orders",operation="createOrder"} ` + all,
	}
}

func fired(alert, operation, team string, windows ...string) (all []string) {
	for _, w := range windows {
		severity := map[string]string{"1h": "page", "6h": "page", "1d": "ticket", "3d": "ticket"}[w]
		all = append(all, strings.Join([]string{alert, operation, severity, team, w}, "|"))
	}
	return all
}

const team = "team-orders"

func TestAlertsFire(t *testing.T) {
	text, _ := rules(t, load(t, "openapi.yaml", shopYAML))
	availability := func(windows ...string) []string {
		return fired("AvailabilityBudgetBurn", "createOrder", team, windows...)
	}
	latency := func(windows ...string) []string { return fired("LatencyBudgetBurn", "createOrder", team, windows...) }
	for _, s := range []scene{
		{"2% fail", counts("createOrder", "0+9800x600", "0+200x600"), "7h", availability("1h", "6h", "1d", "3d")},
		{"0.7% fail", counts("createOrder", "0+9930x600", "0+70x600"), "7h", availability("6h", "1d", "3d")},
		{"0.4% fail", counts("createOrder", "0+9960x600", "0+40x600"), "7h", availability("1d", "3d")},
		{"0.2% fail", counts("createOrder", "0+9980x600", "0+20x600"), "7h", availability("3d")},
		{"0.05% fail, which is promised", counts("createOrder", "0+9995x600", "0+5x600"), "7h", nil},
		{"callers' mistakes aren't failures", []string{
			`http_server_request_duration_seconds_count{service_name="orders",operation="createOrder",http_response_status_code="404"} 0+9000x600`,
			`http_server_request_duration_seconds_count{service_name="orders",operation="createOrder",http_response_status_code="200"} 0+1000x600`}, "7h", nil},
		{"a panic behind a status of 200 is one", []string{
			`http_server_request_duration_seconds_count{service_name="orders",operation="createOrder",http_response_status_code="200",error_type="aborted"} 0+200x600`,
			`http_server_request_duration_seconds_count{service_name="orders",operation="createOrder",http_response_status_code="200"} 0+9800x600`}, "7h", availability("1h", "6h", "1d", "3d")},
		{"nobody calls", counts("createOrder", "5000x600", "400x600"), "7h", nil},
		{"nobody has ever called", nil, "7h", nil},
		{"it is over, for ten minutes", counts("createOrder", "0+9800x400 3929800+10000x200", "0+200x400 80000x200"), "410m", availability("6h", "1d", "3d")},
		{"five bad minutes of a quiet hour aren't an hour", counts("createOrder", "0+10000x400 4000000+9000x6", "0x400 0+1000x6"), "405m", nil},
		{"an outage pages within minutes", counts("createOrder", "0+10000x400 4000000x20", "0x400 0+10000x20"), "405m", availability("1h", "6h", "1d", "3d")},
		{"processes restart: counters begin again", counts("createOrder", "0+10000x100 0+10000x100 0+10000x100 0+10000x300", "3x100 3x100 0x400"), "7h", nil},
		{"failures go on over a restart", counts("createOrder", "0+9800x200 0+9800x400", "0+200x200 0+200x400"), "7h", availability("1h", "6h", "1d", "3d")},
		{"another operation promises less", append(counts("GET /orders/{order}", "0+9800x600", "0+200x600"), counts("createOrder", "0+10x600", "0x600")...), "7h",
			fired("AvailabilityBudgetBurn", "GET /orders/{order}", "team-read", "3d")},
		{"what nothing is promised of", counts("deleteOrder", "0+1x600", "0+900x600"), "7h", nil},
		{"another service", []string{`http_server_request_duration_seconds_count{service_name="shop",operation="createOrder",error_type="503"} 0+100x600`}, "7h", nil},
		{"2% are slow", latencies("0+9800x600", "0+10000x600"), "7h", latency("1h", "6h", "1d", "3d")},
		{"0.7% are slow", latencies("0+9930x600", "0+10000x600"), "7h", latency("6h", "1d", "3d")},
		{"0.05% are slow", latencies("0+9995x600", "0+10000x600"), "7h", nil},
		{"slow failures are failures", append(latencies("0+9800x600", "0+9800x600"), `http_server_request_duration_seconds_bucket{service_name="orders",operation="createOrder",error_type="503",le="0.3"} 0x600`,
			`http_server_request_duration_seconds_count{service_name="orders",operation="createOrder",error_type="503"} 0+200x600`), "7h", availability("1h", "6h", "1d", "3d")},
		{"all fail, so that none is slow", append(latencies("5x600", "5x600"), `http_server_request_duration_seconds_count{service_name="orders",operation="createOrder",error_type="503"} 0+200x600`), "7h", availability("1h", "6h", "1d", "3d")},
		{"latency over a restart", latencies("0+9990x200 0+9999x400", "0+9990x200 0+9999x400"), "7h", nil},
	} {
		if err := promtool(t, text, s.test("5m", present)); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestProcessAlertsFire(t *testing.T) {
	text, _ := rules(t, load(t, "openapi.yaml", shopYAML))
	one := func(alert, severity string) []string { return []string{alert + "|-|" + severity + "|" + team + "|-"} }
	const info = `target_info{service_name="orders"} 1x1000`
	for _, s := range []scene{
		{"all is well", strings.Split(present, "\n"), "1h", nil},
		{"it is gone", []string{`target_info{service_name="shop"} 1x1000`}, "10m", one("ServiceAbsent", "page")},
		{"it has just gone", []string{`target_info{service_name="orders"} 1x20 stale`}, "23m", nil},
		{"it went", []string{`target_info{service_name="orders"} 1x20 stale`}, "30m", one("ServiceAbsent", "page")},
		{"none is ready", []string{info, `health_ready{service_name="orders",instance="a"} 0x100`, `health_ready{service_name="orders",instance="b"} 0x100`}, "10m", one("ServiceNotReady", "page")},
		{"one isn't ready", []string{info, `health_ready{service_name="orders",instance="a"} 0x100`, `health_ready{service_name="orders",instance="b"} 1x100`}, "20m", one("InstanceNotReady", "ticket")},
		{"one isn't ready yet", []string{info, `health_ready{service_name="orders",instance="a"} 0x10 1x90`, `health_ready{service_name="orders",instance="b"} 1x100`}, "20m", nil},
		{"it is deployed", []string{info, `process_start_time_seconds{service_name="orders",instance="a"} 7x20 90x100`}, "25m", nil},
		{"it restarts and restarts", []string{info, `process_start_time_seconds{service_name="orders",instance="a"} 7x20 90x3 91x3 92x100`}, "32m", one("InstanceRestarts", "ticket")},
		{"it refuses", []string{info, `http_server_request_duration_seconds_count{service_name="orders",http_response_status_code="503",error_type="503"} 0+5x100`, `http_server_request_duration_seconds_count{service_name="orders",operation="createOrder"} 0+95x100`}, "30m", one("ServiceRefuses", "ticket")},
		{"callers ask for what there isn't", []string{info, `http_server_request_duration_seconds_count{service_name="orders",http_response_status_code="404"} 0+50x100`, `http_server_request_duration_seconds_count{service_name="orders",operation="createOrder"} 0+95x100`}, "30m", nil},
	} {
		if err := promtool(t, text, s.test("1m", "")); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

// Calls of one method over gRPC and over HTTP are of one promise.
func TestAllProtocolsCount(t *testing.T) {
	text, _ := rules(t, load(t, "shop.proto", shopProto))
	const method = "/shop.v1.Orders/Get"
	grpc := func(labels, values string) string {
		return `rpc_server_call_duration_seconds_count{service_name="orders",operation="` + method + `",rpc_method="shop.v1.Orders/Get"` + labels + "} " + values
	}
	http := counts(method, "0+5000x600", "0x600")
	all := fired("AvailabilityBudgetBurn", method, team, "1h", "6h", "1d", "3d")
	for _, s := range []scene{
		{"4% fail over gRPC, 2% of all", append(http, grpc(`,error_type="UNAVAILABLE"`, "0+200x600"), grpc("", "0+4800x600")), "7h", all},
		{"as many over HTTP", append(counts(method, "0+4800x600", "0+200x600"), grpc("", "0+5000x600")), "7h", all},
		{"over gRPC alone", []string{grpc(`,error_type="UNAVAILABLE"`, "0+200x600"), grpc("", "0+9800x600")}, "7h", all},
		{"mistakes of callers", append(http, grpc(`,rpc_response_status_code="NOT_FOUND"`, "0+200x600"), grpc("", "0+4800x600")), "7h", nil},
		{"2% are slow over gRPC, of calls that all come so", []string{
			`rpc_server_call_duration_seconds_bucket{service_name="orders",operation="` + method + `",le="0.3"} 0+9800x600`, grpc("", "0+10000x600")}, "7h",
			fired("LatencyBudgetBurn", method, team, "1h", "6h", "1d", "3d")},
		{"a stream is as long as it is", []string{
			`rpc_server_call_duration_seconds_bucket{service_name="orders",operation="/shop.v1.Orders/Watch",le="0.3"} 0x600`,
			`rpc_server_call_duration_seconds_count{service_name="orders",operation="/shop.v1.Orders/Watch"} 0+100x600`}, "7h", nil},
		{"whole seconds as Prometheus 3 writes them", []string{
			`rpc_server_call_duration_seconds_bucket{service_name="orders",operation="/shop.v1.Orders/Export",le="2.0"} 0+50x600`,
			`rpc_server_call_duration_seconds_count{service_name="orders",operation="/shop.v1.Orders/Export"} 0+100x600`}, "7h",
			fired("LatencyBudgetBurn", "/shop.v1.Orders/Export", team, "1h", "6h", "1d", "3d")},
		{"and as 2 does", []string{
			`http_server_request_duration_seconds_bucket{service_name="orders",operation="/shop.v1.Orders/Export",le="2"} 0+50x600`,
			`http_server_request_duration_seconds_count{service_name="orders",operation="/shop.v1.Orders/Export"} 0+100x600`}, "7h",
			fired("LatencyBudgetBurn", "/shop.v1.Orders/Export", team, "1h", "6h", "1d", "3d")},
	} {
		if err := promtool(t, text, s.test("5m", present)); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}
