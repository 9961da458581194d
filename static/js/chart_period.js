/* The period of a chart as two sliders over its months; without them the two dates do the same. */
const DAY = 86_400_000;
const EARLIEST = Date.UTC(2022, 0, 1);

const asDay = (time) => new Date(time).toISOString().slice(0, 10);

function addSliders(form) {
  const last = Date.parse(form.dataset.last);
  const months = Math.ceil((last - EARLIEST) / (30.4375 * DAY));
  const days = [form.elements.from, form.elements.to];
  const monthOf = (input, missing) => (input.value ? Math.round((Date.parse(input.value) - EARLIEST) / (30.4375 * DAY)) : missing);
  const sliders = days.map((input, place) => {
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: months, value: monthOf(input, place * months) });
    slider.setAttribute("aria-label", place ? form.dataset.lastLabel : form.dataset.firstLabel);
    return slider;
  });
  const say = () => {
    sliders.forEach((slider, place) => {
      const time = Math.min(EARLIEST + slider.value * 30.4375 * DAY, last);
      const whole = Number(slider.value) === place * months;
      days[place].value = whole ? "" : asDay(time);
      slider.setAttribute("aria-valuetext", asDay(time));
    });
  };
  sliders.forEach((slider, place) => {
    slider.addEventListener("input", () => {
      const other = sliders[1 - place];
      if (Number(sliders[0].value) > Number(sliders[1].value)) other.value = slider.value;
      say();
    });
    slider.addEventListener("change", () => form.requestSubmit());
    slider.setAttribute("aria-valuetext", days[place].value || asDay(place ? last : EARLIEST));
  });
  form.querySelector(".sliders").append(...sliders);
}

for (const form of document.querySelectorAll("form.period[data-last]")) addSliders(form);
