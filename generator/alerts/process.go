package alerts

// process has the rules that every service needs, whatever it promises.
func (l *lowering) process() Group {
	own := "{service_name=" + promQuote(l.service) + "}"
	return Group{Name: l.service + ": process", Rules: []Rule{
		l.trouble("ServiceAbsent", "page", "5m", "it-is-down",
			"{{ $labels.service_name }} is not seen", "Prometheus gets no series of any of its processes.",
			"absent(target_info"+own+")"),
		l.trouble("ServiceNotReady", "page", "5m", "it-is-not-ready",
			"{{ $labels.service_name }} takes no requests", "None of its processes is ready.",
			"max by (service_name) (health_ready"+own+") == 0"),
		l.trouble("InstanceNotReady", "ticket", "15m", "it-is-not-ready",
			"A process of {{ $labels.service_name }} takes no requests", "{{ $labels.instance }} isn't ready, and doesn't become so.",
			"health_ready"+own+" == 0"),
		l.trouble("InstanceRestarts", "ticket", "", "it-restarts",
			"A process of {{ $labels.service_name }} restarts again and again", "{{ $labels.instance }} has started {{ $value }} times within 15m.",
			"changes(process_start_time_seconds"+own+"[15m]) > 2"),
		l.trouble("ServiceRefuses", "ticket", "10m", "callers-get-429-or-503",
			"{{ $labels.service_name }} refuses calls unseen", "{{ $value | humanizePercentage }} of all calls fail before it is known which operation they are for: there is more load than MAX_IN_FLIGHT allows, or it isn't ready.",
			"sum by (service_name) (rate("+l.selector("_count", `operation="", error_type!=""`)+"[5m]))",
			"/",
			"sum by (service_name) (rate("+l.selector("_count", "")+"[5m])) > 0.01"),
	}}
}

// trouble is an alert of the process. What stands for it was chosen for any service, and promises nothing.
func (l *lowering) trouble(name, severity, wait, part, summary, description string, lines ...string) Rule {
	labels := []Pair{{"severity", severity}}
	if owner := l.owner(); owner != "" {
		labels = append(labels, Pair{"team", untemplated(owner)})
	}
	return Rule{
		Alert: name, Lines: lines, For: wait, Labels: labels,
		Annotations: []Pair{{"summary", summary}, {"description", description}, runbook(part)},
	}
}

// owner is who answers for the whole.
func (l *lowering) owner() string {
	for _, api := range l.apis {
		if api.Policy != nil && api.Policy.Owner != "" {
			return api.Policy.Owner
		}
	}
	return ""
}
