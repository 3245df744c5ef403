//! How well a text can be read (WCAG 2.2, 1.4.3).

/// JavaScript: a function that returns the texts on the page that have too little contrast, each with
/// its contrast: less than 4.5, or for large text less than its argument.
pub const PALE_TEXTS: &str = "(ofLargeText) => {
    const parts = color => color.match(/[\\d.]+/g).map(Number);
    const luminance = color => {
        const [r, g, b] = parts(color).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const background = element => {
        const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
        return parts(color)[3] === 0 ? background(element.parentElement) : color;
    };
    const contrast = element => {
        const [dark, light] = [getComputedStyle(element).color, background(element)]
            .map(luminance).sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const isLarge = ({ fontSize, fontWeight }) =>
        parseFloat(fontSize) >= 24 || parseFloat(fontSize) >= 18.66 && fontWeight >= 700;
    const hasText = element => element.matches('input:not([type=range]), textarea')
        || [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return [...document.body.querySelectorAll('*')]
        .filter(element => hasText(element) && element.checkVisibility())
        .filter(element => contrast(element) < (isLarge(getComputedStyle(element)) ? ofLargeText : 4.5))
        .map(element => `${element.outerHTML.slice(0, 80)}: ${contrast(element).toFixed(2)}`);
}";
