package deploy

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// cluster is what would be applied.
type cluster struct {
	deployments []apps.Deployment
	services    []core.Service
	claims      []core.PersistentVolumeClaim
	budgets     []policy.PodDisruptionBudget
	wrong       []string
}

func (c *cluster) fail(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

// kustomization has the fields that ours uses, and no others.
type kustomization struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Resources  []string `json:"resources"`
	Images     []struct {
		Name    string `json:"name"`
		NewName string `json:"newName"`
		NewTag  string `json:"newTag"`
	} `json:"images"`
}

// kubernetes reads what kustomize would, strictly, and holds its parts against each other.
func (s service) kubernetes() []string {
	c := &cluster{}
	folder := filepath.Join(s.folder, "deploy", "kubernetes")
	var k kustomization
	text, err := os.ReadFile(filepath.Join(folder, "kustomization.yaml"))
	if err == nil {
		err = decode(text, &k)
	}
	if err != nil || k.Kind != "Kustomization" || k.APIVersion != "kustomize.config.k8s.io/v1beta1" {
		c.fail("kustomization.yaml: %s %s %v", k.APIVersion, k.Kind, err)
	}
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if e.Name() != "kustomization.yaml" && !slices.Contains(k.Resources, e.Name()) {
			c.fail("%s is no resource of kustomization.yaml", e.Name())
		}
	}
	for _, name := range k.Resources {
		c.file(filepath.Join(folder, name))
	}
	for _, image := range k.Images {
		if !c.runs(image.Name) {
			c.fail("no container runs the image %s that kustomization.yaml replaces", image.Name)
		}
	}
	if len(c.wrong) == 0 { // else what follows from it would be told, too
		c.together(s)
	}
	return c.wrong
}

func (c *cluster) runs(image string) bool {
	return slices.ContainsFunc(c.deployments, func(d apps.Deployment) bool {
		return slices.ContainsFunc(d.Spec.Template.Spec.Containers, func(one core.Container) bool { return strings.HasPrefix(one.Image, image+":") })
	})
}

func (c *cluster) file(path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		c.fail("kustomization.yaml: %v", err)
		return
	}
	for _, document := range bytes.Split(text, []byte("\n---\n")) {
		if err := c.document(document); err != nil {
			c.fail("%s: %v", filepath.Base(path), err)
		}
	}
}

// document reads an object by its kind, and refuses what Kubernetes would not know.
func (c *cluster) document(text []byte) error {
	var kind struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal(text, &kind); err != nil {
		return err
	}
	switch kind.APIVersion + " " + kind.Kind {
	case "apps/v1 Deployment":
		return strict(text, &c.deployments)
	case "v1 Service":
		return strict(text, &c.services)
	case "v1 PersistentVolumeClaim":
		return strict(text, &c.claims)
	case "policy/v1 PodDisruptionBudget":
		return strict(text, &c.budgets)
	}
	return fmt.Errorf("%s %s is of no kind that is looked at here", kind.APIVersion, kind.Kind)
}

func strict[T any](text []byte, all *[]T) error {
	var one T
	err := decode(text, &one)
	*all = append(*all, one)
	return err
}

// decode refuses keys that are twice there, that there aren't, and that are spelt in another case, as Kubernetes does.
func decode(text []byte, into any) error {
	spelt, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return err
	}
	unknown, err := json.UnmarshalStrict(spelt, into)
	return errors.Join(append(unknown, err)...)
}

// together is what no type says.
func (c *cluster) together(s service) {
	if len(c.deployments) != 1 || len(c.services) != 1 || len(c.budgets) != 1 {
		c.fail("%d deployments, %d services, %d budgets", len(c.deployments), len(c.services), len(c.budgets))
		return
	}
	d := &c.deployments[0]
	pod := &d.Spec.Template.Spec
	own := labels.Set(d.Spec.Template.Labels)
	for what, selector := range map[string]map[string]string{
		"the deployment": d.Spec.Selector.MatchLabels, "the service": c.services[0].Spec.Selector, "the budget": c.budgets[0].Spec.Selector.MatchLabels,
		"the spread": pod.TopologySpreadConstraints[0].LabelSelector.MatchLabels,
	} {
		if len(selector) == 0 || !labels.SelectorFromSet(selector).Matches(own) {
			c.fail("%s selects %v, and the pod is %v", what, selector, own)
		}
	}
	for _, name := range []string{d.Name, c.services[0].Name, c.budgets[0].Name} {
		if name != s.name || len(validation.IsDNS1123Label(name)) > 0 {
			c.fail("%q is no name of the service's", name)
		}
	}
	c.words(d)
	c.container(s, pod)
	c.volumes(s, pod)
}

// words are those of types that take any text.
func (c *cluster) words(d *apps.Deployment) {
	if t := d.Spec.Strategy.Type; t != "" && t != apps.RecreateDeploymentStrategyType && t != apps.RollingUpdateDeploymentStrategyType {
		c.fail("there is no strategy %q", t)
	}
	if d.Spec.Strategy.Type == apps.RecreateDeploymentStrategyType && d.Spec.Strategy.RollingUpdate != nil {
		c.fail("what is recreated has no rolling update")
	}
	for _, spread := range d.Spec.Template.Spec.TopologySpreadConstraints {
		if w := spread.WhenUnsatisfiable; w != core.DoNotSchedule && w != core.ScheduleAnyway {
			c.fail("whenUnsatisfiable can't be %q", w)
		}
	}
	security := d.Spec.Template.Spec.SecurityContext
	if security == nil || security.SeccompProfile == nil || security.SeccompProfile.Type != core.SeccompProfileTypeRuntimeDefault || security.RunAsNonRoot == nil || !*security.RunAsNonRoot {
		c.fail("the pod may be root, or may call what it likes of the kernel")
	}
	for _, claim := range c.claims {
		for _, mode := range claim.Spec.AccessModes {
			if !slices.Contains([]core.PersistentVolumeAccessMode{core.ReadWriteOnce, core.ReadOnlyMany, core.ReadWriteMany, core.ReadWriteOncePod}, mode) {
				c.fail("there is no access mode %q", mode)
			}
		}
	}
}

func (c *cluster) container(s service, pod *core.PodSpec) {
	if len(pod.Containers) != 1 {
		c.fail("%d containers", len(pod.Containers))
		return
	}
	one := &pod.Containers[0]
	named := func(port intstr.IntOrString) bool {
		return slices.ContainsFunc(one.Ports, func(p core.ContainerPort) bool { return p.Name == port.StrVal || p.ContainerPort == port.IntVal })
	}
	for _, port := range c.services[0].Spec.Ports {
		if !named(port.TargetPort) {
			c.fail("the service leads to port %s, which the container hasn't", port.TargetPort.String())
		}
	}
	for what, probe := range map[string]*core.Probe{"startup": one.StartupProbe, "liveness": one.LivenessProbe, "readiness": one.ReadinessProbe} {
		if probe == nil || probe.HTTPGet == nil || !named(probe.HTTPGet.Port) || !strings.HasPrefix(probe.HTTPGet.Path, "/health/") {
			c.fail("the %s probe leads nowhere", what)
		}
	}
	if one.LivenessProbe != nil && one.ReadinessProbe != nil && one.LivenessProbe.HTTPGet.Path == one.ReadinessProbe.HTTPGet.Path {
		c.fail("a process that isn't ready would be killed")
	}
	if r := one.Resources; r.Limits.Memory().IsZero() || r.Limits.Cpu().IsZero() || r.Requests.Memory().Cmp(*r.Limits.Memory()) > 0 || r.Requests.Cpu().Cmp(*r.Limits.Cpu()) > 0 {
		c.fail("the limits %v aren't above the requests %v", r.Limits, r.Requests)
	}
	if one.Lifecycle == nil || one.Lifecycle.PreStop == nil || one.Lifecycle.PreStop.Sleep == nil || pod.TerminationGracePeriodSeconds == nil || *pod.TerminationGracePeriodSeconds <= one.Lifecycle.PreStop.Sleep.Seconds {
		c.fail("the grace period isn't longer than preStop")
	}
	for _, e := range one.Env {
		if len(validation.IsEnvVarName(e.Name)) > 0 || e.Value == "" && e.ValueFrom == nil {
			c.fail("the variable %q says nothing", e.Name)
		}
		if e.ValueFrom != nil && (e.ValueFrom.SecretKeyRef == nil || e.ValueFrom.SecretKeyRef.Name != s.name || len(validation.IsConfigMapKey(e.ValueFrom.SecretKeyRef.Key)) > 0) {
			c.fail("the variable %s comes from nowhere", e.Name)
		}
	}
}

func (c *cluster) volumes(s service, pod *core.PodSpec) {
	for _, mount := range pod.Containers[0].VolumeMounts {
		if !slices.ContainsFunc(pod.Volumes, func(v core.Volume) bool { return v.Name == mount.Name }) {
			c.fail("there is no volume %s", mount.Name)
		}
	}
	for _, v := range pod.Volumes {
		if v.PersistentVolumeClaim == nil || !slices.ContainsFunc(c.claims, func(p core.PersistentVolumeClaim) bool { return p.Name == v.PersistentVolumeClaim.ClaimName }) {
			c.fail("nothing claims volume %s", v.Name)
		}
	}
	if (s.store == "sqlite") != (len(c.claims) == 1) {
		c.fail("%d disks for %s", len(c.claims), s.store)
	}
	for _, claim := range c.claims {
		if claim.Spec.Resources.Requests.Storage().IsZero() {
			c.fail("the disk has no size")
		}
	}
}
